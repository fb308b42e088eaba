package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Health is whether work gets done. */
class HealthConfigurationTest {
  private static final UUID ORGANIZATION = new UUID(0, 1);

  private final ApplicationContextRunner application =
      Contexts.withDatabase()
          .withConfiguration(
              AutoConfigurations.of(
                  ApplicationAvailabilityAutoConfiguration.class,
                  HealthContributorAutoConfiguration.class,
                  HealthContributorRegistryAutoConfiguration.class,
                  HealthEndpointAutoConfiguration.class,
                  AvailabilityProbesAutoConfiguration.class))
          .withBean(
              FinalizeChain.class,
              () ->
                  FinalizeChain.first(
                      FinalizeStep.of("refuse", context -> StepOutcome.rejected("never"))))
          .withPropertyValues("session-lifecycle.health.refresh=0s");

  @Test
  void health_is_up_with_the_counts() {
    application.run(
        context -> {
          end(context);
          Health health = health(context);
          assertThat(health.getStatus()).isEqualTo(Status.UP);
          assertThat(health.getDetails())
              .containsEntry("due", 1L)
              .containsEntry("parked", 0L)
              .containsEntry("housekeepingFailures", 0)
              .containsKeys("leased", "waiting", "oldestDue", "hanging");
        });
  }

  @Test
  void health_is_out_of_service_while_due_work_waits_too_long() {
    application
        .withPropertyValues("session-lifecycle.health.oldest-due=1m")
        .run(
            context -> {
              end(context);
              assertThat(health(context).getStatus()).isEqualTo(Status.UP);
              context
                  .getBean(JdbcTemplate.class)
                  .update("UPDATE sl_chain SET due_at = due_at - INTERVAL '2' MINUTE");
              assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
              context.getBean(SessionLifecycle.class).finalizer().runDue(10);
              assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            });
  }

  @Test
  @Tag("long")
  void health_is_out_of_service_with_too_many_parked_chains_on_request() {
    application.run(context -> assertThat(parkOne(context).getStatus()).isEqualTo(Status.UP));
    application
        .withPropertyValues("session-lifecycle.health.parked=0")
        .run(context -> assertThat(parkOne(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE));
  }

  private static Health parkOne(ApplicationContext context) {
    end(context);
    context.getBean(SessionLifecycle.class).finalizer().runDue(10);
    assertThat(context.getBean(SessionLifecycle.class).finalizer().snapshot().parked())
        .isPositive();
    return health(context);
  }

  @Test
  @Tag("long")
  void health_is_down_if_the_store_fails() {
    application.run(
        context -> {
          context.getBean(JdbcTemplate.class).execute("DROP TABLE sl_chain CASCADE");
          assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
        });
  }

  @Test
  void health_is_no_part_of_liveness_and_readiness_by_default() {
    application
        .withPropertyValues("management.endpoint.health.probes.enabled=true")
        .run(
            context -> {
              assertThat(
                      context
                          .getBean(HealthContributorRegistry.class)
                          .getContributor("sessionLifecycle"))
                  .isNotNull();
              HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
              assertThat(groups.getNames()).contains("liveness", "readiness");
              assertThat(groups.get("liveness").isMember("sessionLifecycle")).isFalse();
              assertThat(groups.get("readiness").isMember("sessionLifecycle")).isFalse();
              assertThat(groups.getPrimary().isMember("sessionLifecycle")).isTrue();
            });
  }

  @Test
  @Tag("long")
  void health_is_not_there_if_it_is_not_enabled() {
    application
        .withPropertyValues("management.health.session-lifecycle.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(SessionLifecycleHealthIndicator.class));
  }

  @Test
  void store_is_asked_once_within_the_time_that_counts_are_kept() {
    application.run(
        context -> {
          AtomicLong now = new AtomicLong();
          BacklogCache counts =
              new BacklogCache(
                  context.getBean(SessionLifecycle.class).finalizer(),
                  Duration.ofSeconds(5),
                  now::get);
          assertThat(counts.get().due()).isZero();
          end(context);
          assertThat(counts.get().due()).isZero();
          now.addAndGet(Duration.ofSeconds(5).toNanos());
          assertThat(counts.get().due()).isOne();
        });
  }

  private static Health health(ApplicationContext context) {
    return context.getBean(SessionLifecycleHealthIndicator.class).health();
  }

  private static void end(ApplicationContext context) {
    OrganizationSessions sessions = context.getBean(Organizations.class).organization(ORGANIZATION);
    UUID id = sessions.open(SessionRequest.on("chat", new UUID(0, 2))).orThrow().id();
    sessions.close(id);
  }
}
