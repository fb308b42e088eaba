package dev.sessionlifecycle.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** No text that a caller, an end user, a step or an exception gives is in any signal. */
class CanaryTest {
  private static final String CANARY = "Kanarienvogel";

  private final RecordedTelemetry telemetry = new RecordedTelemetry();
  private final SessionLifecycle lifecycle =
      SessionTracing.builder(telemetry.sdk())
          .organizationIds()
          .build()
          .addTo(SessionLifecycle.builder(InMemorySessionStore.create()))
          .finalizeWith(
              FinalizeChain.first(
                      FinalizeStep.of(
                          "summarize",
                          context -> StepOutcome.done(Effects.builder().summary(CANARY).build())))
                  .then(
                      FinalizeStep.of(
                          "throws",
                          context -> {
                            throw new IllegalStateException(
                                CANARY, new IllegalArgumentException(CANARY));
                          })))
          .build();
  private final OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());

  @Test
  void no_text_that_anybody_gives_is_exported() {
    Session call = open(CANARY);
    sessions.append(call.id(), Message.fromUser(CANARY), Message.fromAgent(CANARY));
    EndRequest request = EndRequest.reported(CANARY).withTriggeredBy(CANARY);
    sessions.close(call.id(), request);
    sessions.close(call.id(), request);
    sessions.enrich(call.id(), EndRequest.reported("resolved").withTriggeredBy(CANARY));
    sessions.disposition(call.id(), "callback", CANARY, CANARY);
    sessions.addUsage(call.id(), CANARY, Map.of("tokens", BigDecimal.ONE));
    sessions.close(new ExternalRef(CANARY, CANARY), request);
    sessions.bulk().close(List.of(open(CANARY + "2").id()), request);
    lifecycle
        .ownedSession(sessions.organizationId(), open(CANARY + "3").id())
        .close(request, List.of());
    lifecycle.finalizer().runDue(10);
    assertThat(telemetry.spans("session.end")).hasSize(4);
    assertThat(telemetry.spans("session.finalize")).hasSizeGreaterThan(4);
    assertThat(telemetry.events()).hasSizeGreaterThan(5);
    assertThat(telemetry.allSpans())
        .allSatisfy(
            it ->
                assertThat(it + " " + it.getEvents() + it.getLinks() + it.getStatus())
                    .doesNotContainIgnoringCase(CANARY));
    assertThat(telemetry.events())
        .allSatisfy(
            it -> assertThat(it + " " + it.getBodyValue()).doesNotContainIgnoringCase(CANARY));
  }

  @Test
  void channels_and_triggers_that_the_host_names_are_exported() {
    OrganizationSessions named =
        SessionTracing.builder(telemetry.sdk())
            .channels("Kiosk")
            .triggeredBy("billing")
            .build()
            .addTo(SessionLifecycle.builder(InMemorySessionStore.create()))
            .build()
            .organization(UUID.randomUUID());
    for (String channel : List.of("kiosk ", "voice")) {
      Session call = named.open(SessionRequest.on(channel, UUID.randomUUID())).orThrow();
      named.close(call.id(), EndRequest.unspecified().withTriggeredBy("billing"));
    }
    assertThat(telemetry.spans("session.end"))
        .extracting(it -> it.getAttributes().get(SessionAttributes.CHANNEL))
        .containsExactly("kiosk", "other");
    assertThat(telemetry.spans("session.end"))
        .allMatch(it -> "billing".equals(it.getAttributes().get(SessionAttributes.TRIGGERED_BY)));
  }

  private Session open(String externalId) {
    return sessions
        .open(
            SessionRequest.on(CANARY, UUID.randomUUID())
                .withSubject(CANARY)
                .withExternalRef(new ExternalRef(CANARY, externalId))
                .withMetadata(Map.of(CANARY, CANARY))
                .withContextVariables(Map.of(CANARY, CANARY))
                .withTriggeredBy(CANARY))
        .orThrow();
  }
}
