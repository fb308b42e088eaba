package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.SessionRuntimeBuilder;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that holds as many messages, or as much text, as it may. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class FullSessionTest {
  private static final int BUFFER = 6;

  /** What is reached first. */
  enum Bound {
    MESSAGES(3, 1_000_000),
    BYTES(1_000, 14);

    private final int messages;
    private final long bytes;

    Bound(int messages, long bytes) {
      this.messages = messages;
      this.bytes = bytes;
    }
  }

  private final FixtureKind kind;
  private final UUID organization = UUID.randomUUID();
  private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();

  FullSessionTest(FixtureKind kind) {
    this.kind = kind;
  }

  @AfterEach
  void stop() {
    renewals.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void an_end_writes_what_was_held_back_even_if_the_session_is_full(Bound bound) {
    for (PersistStrategy strategy : PersistStrategy.values()) {
      check(bound, strategy, false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_end_elsewhere_leaves_room_for_what_was_held_back(Bound bound) {
    for (PersistStrategy strategy : PersistStrategy.values()) {
      check(bound, strategy, true);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_full_session_is_let_go_with_what_was_held_back(Bound bound) {
    for (PersistStrategy strategy : PersistStrategy.values()) {
      StoreFixture fixture = kind.open();
      try (SessionLifecycle lifecycle = lifecycle(fixture, bound)) {
        OrganizationSessions sessions = lifecycle.organization(organization);
        UUID id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
        List<String> answered = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
          SessionRuntime runtime = runtime(lifecycle, strategy).open(id);
          TurnResult result = runtime.runTurn("hello");
          while (result.error() == null) {
            answered.addAll(List.of("hello", "fine"));
            result = runtime.runTurn("hello");
          }
          runtime.close();
          assertThat(runtime.bufferedMessages()).isZero();
          assertThat(runtime.end()).isEmpty();
        }
        List<String> stored = sessions.messages(id).stream().map(StoredMessage::text).toList();
        assertThat(stored.subList(0, answered.size())).isEqualTo(answered);
        if (bound == Bound.MESSAGES) {
          assertThat(stored).hasSizeLessThanOrEqualTo(bound.messages + BUFFER);
        }
        assertThat(sessions.close(id, "participant_left").isWinner()).isTrue();
      }
    }
  }

  private static SessionLifecycle lifecycle(StoreFixture fixture, Bound bound) {
    return SessionLifecycle.builder(fixture.store())
        .clock(fixture.clock())
        .limits(Limits.defaults().withSession(bound.messages, bound.bytes))
        .build();
  }

  private SessionRuntimeBuilder runtime(SessionLifecycle lifecycle, PersistStrategy strategy) {
    return SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("fine"))
        .strategy(strategy)
        .bufferSize(BUFFER)
        .renewOn(renewals);
  }

  private void check(Bound bound, PersistStrategy strategy, boolean elsewhere) {
    StoreFixture fixture = kind.open();
    try (SessionLifecycle lifecycle = lifecycle(fixture, bound)) {
      OrganizationSessions sessions = lifecycle.organization(organization);
      SessionRuntime runtime =
          runtime(lifecycle, strategy).open(SessionRequest.on("voice", UUID.randomUUID()));
      List<String> answered = new ArrayList<>();
      TurnResult result = runtime.runTurn("hello");
      while (result.error() == null) {
        answered.addAll(List.of("hello", "fine"));
        result = runtime.runTurn("hello");
      }
      assertThat(result.error())
          .isEqualTo(strategy == PersistStrategy.PER_TURN ? "session_full" : "buffer_full");
      UUID id = runtime.sessionId();
      if (strategy == PersistStrategy.PER_TURN) {
        assertThatThrownBy(() -> sessions.append(id, List.of(Message.fromUser("one more"))))
            .isInstanceOf(SessionConflictException.class);
      }
      RuntimeEnd end;
      if (elsewhere) {
        sessions.close(id, "participant_left");
        runtime.renewLease();
        end = runtime.end().orElseThrow();
      } else {
        end = runtime.endSession();
      }
      List<String> stored = sessions.messages(id).stream().map(StoredMessage::text).toList();
      // a reply that was reported as not stored is not written after an end elsewhere, but counted
      boolean reported = elsewhere && strategy == PersistStrategy.PER_TURN;
      assertThat(end.unwritten()).isEqualTo(reported ? 1 : 0);
      assertThat(runtime.bufferedMessages()).isZero();
      assertThat(stored.subList(0, answered.size())).isEqualTo(answered);
      assertThat(stored).hasSizeLessThanOrEqualTo(bound.messages + BUFFER);
      assertThat(sessions.get(id).messageCount()).isEqualTo(stored.size());
      assertThat(sessions.get(id).isEnded()).isTrue();
    }
  }
}
