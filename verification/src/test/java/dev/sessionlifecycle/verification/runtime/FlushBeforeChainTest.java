package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A call is ended elsewhere while its worker buffers turns: they are written before the chain runs.
 */
class FlushBeforeChainTest {
  private static final String CARD = "4111 1111 1111 1111";

  private final UUID organization = UUID.randomUUID();
  private final List<String> seen = new ArrayList<>();

  private SessionLifecycle lifecycle(StoreFixture fixture) {
    FinalizeStep look =
        FinalizeStep.of(
            "look",
            context -> {
              context.transcript().messages().stream()
                  .map(TranscriptMessage::text)
                  .forEach(seen::add);
              return StepOutcome.done();
            });
    return SessionLifecycle.builder(fixture.store())
        .clock(fixture.clock())
        .finalizeWith(FinalizeChain.first(ScrubStep.standard()).then(look))
        .build();
  }

  private SessionRuntime call(SessionLifecycle lifecycle) {
    UUID id =
        lifecycle
            .organization(organization)
            .open(SessionRequest.on("voice", UUID.randomUUID()))
            .orThrow()
            .id();
    SessionRuntime runtime =
        SessionRuntime.builder(
                lifecycle, organization, turn -> TurnReply.say("You said: " + turn.text()))
            .strategy(PersistStrategy.FLUSH_AT_END)
            .renewOwn()
            .open(id);
    runtime.runTurn("my card is " + CARD);
    runtime.runTurn("thanks");
    return runtime;
  }

  @ParameterizedTest
  @EnumSource
  void the_chain_waits_for_the_owner_and_sees_every_turn_scrubbed(FixtureKind kind) {
    try (SessionLifecycle lifecycle = lifecycle(kind.open())) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      SessionRuntime runtime = call(lifecycle);
      Session ended = sessions.close(runtime.sessionId(), "participant_left").session();
      assertThat(ended.isEnded()).isTrue();
      assertThat(sessions.messages(ended.id())).isEmpty();
      runDue(lifecycle);
      assertThat(sessions.get(ended.id()).finalizedAt()).isNull();
      assertThat(seen).isEmpty();

      assertThat(runtime.runTurn("more?").status()).isEqualTo(RuntimeStatus.ENDED);

      runDue(lifecycle);
      assertThat(sessions.get(ended.id()).finalizedAt()).isNotNull();
      assertThat(seen)
          .containsExactly(
              "my card is [CREDIT_CARD]",
              "You said: my card is [CREDIT_CARD]",
              "thanks",
              "You said: thanks");
      assertThat(sessions.messages(ended.id())).extracting(StoredMessage::text).isEqualTo(seen);
      assertThat(runtime.end().orElseThrow().unwritten()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_chain_waits_no_longer_than_the_lease_and_late_messages_are_refused(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    SettableClock clock = fixture.clock();
    try (SessionLifecycle lifecycle = lifecycle(fixture)) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      SessionRuntime runtime = call(lifecycle);
      sessions.close(runtime.sessionId(), "participant_left");
      clock.advance(Duration.ofSeconds(31));
      runDue(lifecycle);
      assertThat(sessions.get(runtime.sessionId()).finalizedAt()).isNotNull();

      assertThat(runtime.runTurn("more?").status()).isEqualTo(RuntimeStatus.ENDED);

      assertThat(sessions.messages(runtime.sessionId())).isEmpty();
      assertThat(runtime.end().orElseThrow().unwritten()).isEqualTo(4);
    }
  }

  private static void runDue(SessionLifecycle lifecycle) {
    lifecycle.finalizer().runDue(100);
    lifecycle.finalizer().runDue(100);
  }
}
