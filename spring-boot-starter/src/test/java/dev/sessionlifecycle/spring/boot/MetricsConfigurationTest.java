package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.micrometer.SessionLifecycleMetrics;
import dev.sessionlifecycle.reasons.ReasonMapping;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Meters are there where the application has Micrometer, and not otherwise. */
class MetricsConfigurationTest {
  private static final String BEAN = "sessionLifecycleMetrics";

  private final ApplicationContextRunner starter =
      Contexts.withDatabase()
          .withBean(
              FinalizeChain.class,
              () -> FinalizeChain.first(FinalizeStep.of("show", context -> StepOutcome.done())));

  private final ApplicationContextRunner metered =
      starter.withConfiguration(
          AutoConfigurations.of(
              MetricsAutoConfiguration.class,
              SimpleMetricsExportAutoConfiguration.class,
              CompositeMeterRegistryAutoConfiguration.class));

  @Test
  void ends_steps_and_backlog_are_metered_in_the_registry_of_the_application() {
    metered.run(
        context -> {
          MeterRegistry registry = context.getBean(MeterRegistry.class);
          end(context);
          assertThat(count(registry, "sessionlifecycle.opened")).isEqualTo(1);
          assertThat(count(registry, "sessionlifecycle.ended")).isEqualTo(1);
          assertThat(
                  registry
                      .get("sessionlifecycle.finalize.chains")
                      .tag("state", "due")
                      .gauge()
                      .value())
              .isEqualTo(1);
          context.getBean(SessionLifecycle.class).finalizer().runDue(10);
          assertThat(
                  registry
                      .get("sessionlifecycle.finalize.step")
                      .tag("step", "show")
                      .tag("result", "done")
                      .timer()
                      .count())
              .isEqualTo(1);
        });
  }

  @Test
  void work_of_a_transaction_is_counted_after_its_commit_and_once() {
    metered.run(
        context -> {
          MeterRegistry registry = context.getBean(MeterRegistry.class);
          TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
          transaction.executeWithoutResult(
              status -> {
                end(context);
                status.setRollbackOnly();
              });
          assertThat(registry.find("sessionlifecycle.ended").counters()).isEmpty();
          transaction.executeWithoutResult(status -> end(context));
          assertThat(count(registry, "sessionlifecycle.ended")).isEqualTo(1);
        });
  }

  @Test
  void ends_are_metered_with_lazy_initialization() {
    metered
        .withInitializer(
            context ->
                context.addBeanFactoryPostProcessor(
                    new LazyInitializationBeanFactoryPostProcessor()))
        .run(
            context -> {
              end(context);
              assertThat(count(context.getBean(MeterRegistry.class), "sessionlifecycle.ended"))
                  .isEqualTo(1);
            });
  }

  @Test
  void context_that_stops_removes_its_meters() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    metered
        .withBean(
            MeterRegistry.class,
            () -> registry,
            definition -> definition.setDestroyMethodName(null))
        .run(
            context -> {
              end(context);
              assertThat(registry.getMeters()).anyMatch(MetricsConfigurationTest::isOurs);
            });
    assertThat(registry.getMeters()).noneMatch(MetricsConfigurationTest::isOurs);
  }

  private static boolean isOurs(Meter meter) {
    return meter.getId().getName().startsWith("sessionlifecycle.");
  }

  @Test
  void properties_and_mappings_reach_the_metrics() {
    metered
        .withBean(ReasonMapping.class, ReasonMapping::livekit)
        .withPropertyValues(
            "session-lifecycle.metrics.channels=kiosk", "session-lifecycle.metrics.organizations=1")
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              end(context, "kiosk");
              end(context, "chat");
              assertThat(registry.get("sessionlifecycle.opened").tag("channel", "kiosk").counter())
                  .satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
              assertThat(registry.get("sessionlifecycle.opened").tag("channel", "other").counter())
                  .satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
              assertThat(
                      registry
                          .get("sessionlifecycle.organization.ended")
                          .tag("organization", new UUID(0, 1).toString())
                          .counter()
                          .count())
                  .isEqualTo(2);
              assertThat(
                      registry
                          .get("sessionlifecycle.reason.unmapped")
                          .tag("provider", "livekit")
                          .functionCounter()
                          .count())
                  .isZero();
            });
  }

  @Test
  void metrics_of_the_application_take_precedence() {
    metered
        .withBean(
            "own",
            SessionLifecycleMetrics.class,
            () -> SessionLifecycleMetrics.builder().tags(Tags.of("node", "a")).build())
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(BEAN);
              end(context);
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(registry.get("sessionlifecycle.ended").tag("node", "a").counter().count())
                  .isEqualTo(1);
              assertThat(
                      registry
                          .get("sessionlifecycle.finalize.chains")
                          .tag("state", "due")
                          .gauge()
                          .value())
                  .isEqualTo(1);
            });
  }

  @Test
  void nothing_is_metered_where_it_is_off() {
    metered
        .withPropertyValues("session-lifecycle.metrics.enabled=false")
        .run(
            context -> {
              assertThat(context).hasNotFailed().doesNotHaveBean(SessionLifecycleMetrics.class);
              end(context);
              assertThat(context.getBean(MeterRegistry.class).getMeters())
                  .noneMatch(MetricsConfigurationTest::isOurs);
            });
  }

  @Test
  void nothing_is_metered_without_a_registry_or_without_micrometer() {
    starter.run(
        context ->
            assertThat(context).hasNotFailed().doesNotHaveBean(SessionLifecycleMetrics.class));
    starter
        .withClassLoader(new FilteredClassLoader("io.micrometer"))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
    metered
        .withClassLoader(new FilteredClassLoader("dev.sessionlifecycle.micrometer"))
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(BEAN));
  }

  private static double count(MeterRegistry registry, String meter) {
    return registry.get(meter).counter().count();
  }

  private static void end(ApplicationContext context) {
    end(context, "chat");
  }

  private static void end(ApplicationContext context, String channel) {
    OrganizationSessions sessions =
        context.getBean(Organizations.class).organization(new UUID(0, 1));
    UUID id = sessions.open(SessionRequest.on(channel, UUID.randomUUID())).orThrow().id();
    sessions.close(id);
  }
}
