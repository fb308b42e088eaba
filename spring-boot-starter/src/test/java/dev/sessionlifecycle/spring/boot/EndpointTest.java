package dev.sessionlifecycle.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.Message;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The actuator's endpoint: numbers and names, and only where it is exposed. */
class EndpointTest {
  private final ApplicationContextRunner application =
      Contexts.withDatabase()
          .withPropertyValues(
              "session-lifecycle.chain=standard",
              "session-lifecycle.finalizer.steps.scrub.attempts=3");

  @Test
  void endpoint_is_there_only_where_it_is_exposed() {
    application.run(context -> assertThat(context).doesNotHaveBean(SessionLifecycleEndpoint.class));
    exposed().run(context -> assertThat(context).hasSingleBean(SessionLifecycleEndpoint.class));
  }

  @Test
  void endpoint_shows_counts_steps_and_options_and_no_text() {
    exposed()
        .run(
            context -> {
              OrganizationSessions sessions =
                  context.getBean(Organizations.class).organization(new UUID(0, 1));
              UUID id =
                  sessions
                      .open(
                          SessionRequest.on("chat", new UUID(0, 2))
                              .withSubject("Canary of a subject"))
                      .orThrow()
                      .id();
              sessions.append(id, Message.fromUser("Canary of a message"));
              sessions.close(id, "Canary of a reason");
              SessionLifecycleEndpoint.Report report =
                  context.getBean(SessionLifecycleEndpoint.class).report();
              assertThat(report.chains().due()).isOne();
              assertThat(report.steps())
                  .extracting(SessionLifecycleEndpoint.Step::name)
                  .containsExactly("scrub", "summarize");
              assertThat(report.steps().get(0).attempts()).isEqualTo(3);
              assertThat(report.steps().get(1).waitsFor()).containsExactly("scrub");
              assertThat(report.finalizer()).containsEntry("threads", 4);
              assertThat(report.housekeeping()).isEmpty();
              assertThat(report.toString()).doesNotContain("Canary", id.toString());
            });
  }

  private ApplicationContextRunner exposed() {
    return application.withPropertyValues(
        "management.endpoints.web.exposure.include=sessionlifecycle",
        "management.endpoints.jmx.exposure.include=sessionlifecycle");
  }
}
