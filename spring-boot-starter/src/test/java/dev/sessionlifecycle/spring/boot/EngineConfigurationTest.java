package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs in the background, from when to when. */
class EngineConfigurationTest {
  private final ApplicationContextRunner running =
      Contexts.withDatabase()
          .withUserConfiguration(Steps.class)
          .withPropertyValues(
              "session-lifecycle.finalizer.mode=threads",
              "session-lifecycle.housekeeping.mode=threads");

  /** A chain of one step, which shows that it ran. */
  @Configuration(proxyBeanMethods = false)
  static class Steps {
    final BlockingQueue<UUID> done = new LinkedBlockingQueue<>();

    @Bean
    FinalizeChain chain() {
      return FinalizeChain.first(
          FinalizeStep.of(
              "show",
              context -> {
                done.add(context.session().id());
                return StepOutcome.done();
              }));
    }
  }

  @Test
  void ended_session_is_finalized_while_the_context_runs() {
    running.run(
        context -> {
          assertThat(context).hasSingleBean(FinalizerLifecycle.class);
          assertThat(context.getBean(HousekeepingLifecycle.class).isRunning()).isTrue();
          assertFinalizes(context);
          assertThat(context.getBean(HousekeepingLifecycle.class).report()).isPresent();
        });
  }

  @Test
  void ended_session_is_finalized_with_lazy_initialization() {
    running
        .withInitializer(
            context ->
                context.addBeanFactoryPostProcessor(
                    new LazyInitializationBeanFactoryPostProcessor()))
        .run(EngineConfigurationTest::assertFinalizes);
  }

  @Test
  void stopped_context_runs_no_step_until_it_is_started_again() {
    running.run(
        context -> {
          context.stop();
          assertThat(context.getBean(FinalizerLifecycle.class).isRunning()).isFalse();
          assertThat(context.getBean(HousekeepingLifecycle.class).report()).isEmpty();
          UUID id = end(context);
          context.start();
          assertThat(context.getBean(Steps.class).done.poll(20, TimeUnit.SECONDS)).isEqualTo(id);
        });
  }

  private static void assertFinalizes(ApplicationContext context) throws InterruptedException {
    UUID id = end(context);
    assertThat(context.getBean(Steps.class).done.poll(20, TimeUnit.SECONDS)).isEqualTo(id);
  }

  private static UUID end(ApplicationContext context) {
    OrganizationSessions sessions =
        context.getBean(Organizations.class).organization(new UUID(0, 1));
    UUID id = sessions.open(SessionRequest.on("chat", new UUID(0, 2))).orThrow().id();
    sessions.close(id);
    return id;
  }

  @Test
  void nothing_runs_where_the_modes_are_off_or_the_store_only_reads() {
    Contexts.withDatabase()
        .run(
            context ->
                assertThat(context)
                    .doesNotHaveBean(FinalizerLifecycle.class)
                    .doesNotHaveBean(HousekeepingLifecycle.class));
    running
        .withPropertyValues(
            "session-lifecycle.store.type=memory", "session-lifecycle.store.read-only=true")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(FinalizerLifecycle.class)
                    .doesNotHaveBean(HousekeepingLifecycle.class));
  }

  @Test
  void engine_starts_before_the_web_server_and_stops_after_it() {
    // WebServerStartStopLifecycle and WebServerGracefulShutdownLifecycle of Spring Boot
    int webServer = Integer.MAX_VALUE - 2_048;
    assertThat(FinalizerLifecycle.PHASE).isLessThan(webServer);
    assertThat(new HousekeepingLifecycle(null).getPhase()).isEqualTo(FinalizerLifecycle.PHASE);
  }

  @Test
  void steps_run_on_virtual_threads_only_where_they_are_on() {
    Contexts.withDatabase()
        .withPropertyValues("spring.threads.virtual.enabled=true")
        .run(
            context ->
                assertThat(context.getBean(FinalizerOptions.class).executor().isPresent())
                    .isEqualTo(Runtime.version().feature() >= 21));
    Contexts.withDatabase()
        .run(context -> assertThat(context.getBean(FinalizerOptions.class).executor()).isEmpty());
  }

  @Test
  @Tag("long")
  void options_of_the_application_take_precedence() {
    FinalizerOptions own = FinalizerOptions.builder().threads(7).build();
    Contexts.withDatabase()
        .withBean(FinalizerOptions.class, () -> own)
        .run(context -> assertThat(context.getBean(FinalizerOptions.class)).isSameAs(own));
  }
}
