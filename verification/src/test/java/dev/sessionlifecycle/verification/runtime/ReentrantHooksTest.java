package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cleanup hooks that call the runtime which is ending its session. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class ReentrantHooksTest {

  /** What a hook calls. */
  enum Call {
    CLOSE(SessionRuntime::close, false),
    END(SessionRuntime::endSession, true),
    END_FOR_A_REASON(runtime -> runtime.endSession("resolved", "agent"), true),
    REQUEST_AN_END(runtime -> runtime.requestEnd(EndRequest.unspecified()), false),
    RENEW(SessionRuntime::renewLease, false),
    TURN(runtime -> runtime.runTurn("too late"), false);

    private final Consumer<SessionRuntime> call;
    private final boolean isRefused;

    Call(Consumer<SessionRuntime> call, boolean isRefused) {
      this.call = call;
      this.isRefused = isRefused;
    }
  }

  @Parameter FixtureKind kind;
  private final UUID organization = UUID.randomUUID();
  private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    renewals.shutdownNow();
    pool.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void whatever_a_hook_calls_the_session_ends_with_what_was_said(Call call) {
    StoreFixture fixture = kind.open();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(fixture.store()).clock(fixture.clock()).build()) {
      for (PersistStrategy strategy : PersistStrategy.values()) {
        for (Executor executor : List.<Executor>of(Runnable::run, pool)) {
          for (boolean isElsewhere : List.of(false, true)) {
            end(lifecycle, call, strategy, executor, isElsewhere);
          }
        }
      }
    }
  }

  @Test
  void a_worker_that_lets_go_during_an_end_waits_for_it() throws Exception {
    StoreFixture fixture = kind.open();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(fixture.store()).clock(fixture.clock()).build()) {
      CountDownLatch ending = new CountDownLatch(1);
      CountDownLatch letGo = new CountDownLatch(1);
      SessionRuntime runtime =
          SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("fine"))
              .strategy(PersistStrategy.FLUSH_AT_END)
              .renewOn(renewals)
              .deadline(Duration.ofSeconds(20))
              .onEnd(
                  Runnable::run,
                  context -> {
                    ending.countDown();
                    letGo.await();
                  })
              .open(SessionRequest.on("voice", UUID.randomUUID()));
      runtime.runTurn("hello");
      Future<RuntimeEnd> end = pool.submit(() -> runtime.endSession("user_requested", "user"));
      ending.await();
      Thread closer = new Thread(runtime::close);
      closer.start();
      while (closer.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      letGo.countDown();
      assertThat(end.get().winner()).isTrue();
      closer.join();
      assertThat(lifecycle.organization(organization).messages(runtime.sessionId())).hasSize(2);
    }
  }

  private void end(
      SessionLifecycle lifecycle,
      Call call,
      PersistStrategy strategy,
      Executor executor,
      boolean isElsewhere) {
    OrganizationSessions sessions = lifecycle.organization(organization);
    AtomicReference<SessionRuntime> itself = new AtomicReference<>();
    SessionRuntime runtime =
        SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.say("fine"))
            .strategy(strategy)
            .renewOn(renewals)
            .deadline(Duration.ofSeconds(20))
            .onEnd(executor, context -> call.call.accept(itself.get()))
            .open(SessionRequest.on("voice", UUID.randomUUID()));
    itself.set(runtime);
    runtime.runTurn("hello");
    RuntimeEnd end;
    if (isElsewhere) {
      sessions.close(runtime.sessionId(), "participant_left");
      runtime.renewLease();
      end = runtime.end().orElseThrow();
    } else {
      end = runtime.endSession("user_requested", "user");
    }
    assertThat(end.winner()).isEqualTo(!isElsewhere);
    assertThat(end.unwritten()).isZero();
    assertThat(end.cleanedUp()).isEqualTo(!call.isRefused);
    Session stored = sessions.get(runtime.sessionId());
    assertThat(stored.isEnded()).isTrue();
    assertThat(stored.triggeredBy()).isEqualTo(isElsewhere ? "api" : "user");
    assertThat(sessions.messages(runtime.sessionId()))
        .extracting(StoredMessage::text)
        .containsExactly("hello", "fine");
    assertThat(runtime.endSession()).isEqualTo(end);
    runtime.close();
  }
}
