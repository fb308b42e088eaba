package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.StoredMessage;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A request to end a session that no session can take is refused, and forgotten. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class EndRequestsTest {
  private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;
  private final UUID organization = UUID.randomUUID();

  EndRequestsTest(StoreKind kind) {
    lifecycle = SessionLifecycle.builder(kind.open()).build();
    sessions = lifecycle.organization(organization);
  }

  @AfterEach
  void stop() {
    renewals.shutdownNow();
    lifecycle.close();
  }

  static Stream<EndRequest> refused() {
    EndRequest resolved = EndRequest.because(TerminationReason.RESOLVED);
    return Stream.of(
        resolved.withTriggeredBy(""),
        resolved.withTriggeredBy(" \t\n"),
        resolved.withTriggeredBy("x".repeat(65)),
        resolved.withTriggeredBy("a\0b"),
        resolved.withTriggeredBy("\uD800"),
        resolved.withEndedAt(Instant.MAX),
        resolved.withEndedAt(Instant.MIN),
        resolved.withEndedAt(Instant.MAX).withTriggeredBy(""));
  }

  private SessionRuntime open(TurnReply reply) {
    return SessionRuntime.builder(lifecycle, organization, turn -> reply)
        .strategy(PersistStrategy.FLUSH_AT_END)
        .renewOn(renewals)
        .open(SessionRequest.on("voice", UUID.randomUUID()));
  }

  private void checkItCanStillBeEnded(SessionRuntime runtime) {
    assertThat(runtime.runTurn("b").error()).isNull();
    RuntimeEnd end = runtime.endSession("user_requested", "agent");
    assertThat(end.winner()).isTrue();
    assertThat(end.isClean()).isTrue();
    assertThat(end.session().reason()).isEqualTo(TerminationReason.USER_REQUESTED);
    assertThat(sessions.messages(runtime.sessionId()))
        .extracting(StoredMessage::text)
        .containsExactly("a", "ok", "b", "ok");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void an_end_that_is_refused_is_forgotten(EndRequest request) {
    SessionRuntime runtime = open(TurnReply.say("ok"));
    runtime.runTurn("a");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> runtime.endSession(request))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> runtime.requestEnd(request))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThat(runtime.status()).isEqualTo(RuntimeStatus.IDLE);
    checkItCanStillBeEnded(runtime);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void an_end_in_a_reply_that_is_refused_is_reported_and_forgotten(EndRequest request) {
    TurnReply[] reply = {TurnReply.builder("ok").end(request).build()};
    SessionRuntime runtime =
        SessionRuntime.builder(lifecycle, organization, turn -> reply[0])
            .strategy(PersistStrategy.FLUSH_AT_END)
            .renewOn(renewals)
            .open(SessionRequest.on("voice", UUID.randomUUID()));
    TurnResult result = runtime.runTurn("a");
    assertThat(result.error()).isEqualTo("invalid_end");
    assertThat(result.messages().get(0).content()).isEqualTo("ok");
    assertThat(result.status()).isEqualTo(RuntimeStatus.ERROR);
    reply[0] = TurnReply.say("ok");
    checkItCanStillBeEnded(runtime);
  }

  @Test
  @SuppressWarnings("NullAway")
  void an_end_without_a_request_or_a_trigger_is_refused_and_forgotten() {
    SessionRuntime runtime = open(TurnReply.say("ok"));
    runtime.runTurn("a");
    assertThatThrownBy(() -> runtime.requestEnd(null)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> runtime.endSession((EndRequest) null))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> runtime.endSession("resolved", null))
        .isInstanceOf(InvalidInputException.class);
    checkItCanStillBeEnded(runtime);
  }
}
