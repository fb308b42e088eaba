package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever a callback of the host throws: the session ends, the other callbacks are still called,
 * and what is reported is true.
 */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class HostCallbacksTest {

  /** Every place where the library calls code of the host. */
  enum Callback {
    TURN_HANDLER,
    CLEANUP_HOOK,
    CLEANUP_EXECUTOR,
    RENEWAL_EXECUTOR,
    SESSION_OPENED,
    SESSION_MOVED,
    SESSION_ENDED,
    SESSION_END_LOST,
    SESSION_ENRICHED,
    SESSION_OUTCOME_CHANGED,
    SESSION_EXPIRING,
    FINALIZER_LISTENER,
    FINALIZER_EXECUTOR,
    STEP,
    INPUT_SCRUBBER,
    ARCHIVE_WRITE,
    ARCHIVE_READ,
    ARCHIVE_DELETE,
    END_USER_ERASER,
    RECORDINGS,
    ORPHAN_HANDLER,
    CLOCK,
    IDS
  }

  /** What it throws. */
  enum Thrown {
    EXCEPTION(IllegalStateException::new),
    ERROR(() -> new Error("An operation is not implemented")),
    STACK_OVERFLOW(StackOverflowError::new),
    OUT_OF_MEMORY(OutOfMemoryError::new),
    MISSING_CLASS(() -> new NoClassDefFoundError("x")),
    INTERRUPTED(InterruptedException::new),
    UNREADABLE(Unreadable::new);

    private final Supplier<Throwable> supplier;

    Thrown(Supplier<Throwable> supplier) {
      this.supplier = supplier;
    }
  }

  /** Throws whatever is asked of it. */
  private static final class Unreadable extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException();
    }

    @Override
    public Throwable getCause() {
      throw new StackOverflowError();
    }

    @Override
    public String toString() {
      throw new NoClassDefFoundError();
    }
  }

  private UUID organization = UUID.randomUUID();
  private final Set<Callback> called = ConcurrentHashMap.newKeySet();
  private final List<String> hooks = new ArrayList<>();
  private final SettableClock clock;
  private final SessionLifecycle lifecycle;
  private @Nullable Callback throwing;
  private Supplier<Throwable> thrown = IllegalStateException::new;

  HostCallbacksTest(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    clock = fixture.clock();
    lifecycle = lifecycle(fixture.store());
  }

  @AfterEach
  void stop() {
    Thread.interrupted();
    lifecycle.close();
  }

  /** Stands in for code of the host. */
  private void host(Callback at) {
    called.add(at);
    if (at == throwing) {
      HostCallbacksTest.<RuntimeException>sneakily(thrown.get());
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneakily(Throwable e) throws E {
    throw (E) e;
  }

  private SessionLifecycle lifecycle(SessionStore store) {
    return SessionLifecycle.builder(store)
        .clock(
            () -> {
              host(Callback.CLOCK);
              return clock.instant();
            })
        .ids(
            () -> {
              host(Callback.IDS);
              return UUID.randomUUID();
            })
        .listener(new ThrowingListener())
        .timeLimits(TimeLimits.defaults().withWarnBefore(Duration.ofMinutes(4)))
        .finalizerListener(event -> host(Callback.FINALIZER_LISTENER))
        .finalizeWith(
            FinalizeChain.first(
                FinalizeStep.of(
                    "step",
                    context -> {
                      host(Callback.STEP);
                      return StepOutcome.done();
                    })))
        .inputScrubber(
            text -> {
              host(Callback.INPUT_SCRUBBER);
              return text;
            })
        .retention(RetentionPolicy.keepFor(Duration.ofDays(1)).withArchiveAfter(Duration.ZERO))
        .archive(new ThrowingArchive())
        .endUserEraser(
            (organizationId, endUserId) -> {
              host(Callback.END_USER_ERASER);
              return true;
            })
        .recordings((organizationId, id) -> host(Callback.RECORDINGS))
        .orphanPolicy(OrphanPolicy.handOver(orphan -> host(Callback.ORPHAN_HANDLER)))
        .build();
  }

  private final class ThrowingListener implements SessionListener {
    @Override
    public void opened(Session session) {
      host(Callback.SESSION_OPENED);
    }

    @Override
    public void moved(Session session, SessionStatus from) {
      host(Callback.SESSION_MOVED);
    }

    @Override
    public void ended(Session session) {
      host(Callback.SESSION_ENDED);
    }

    @Override
    public void endLost(Session session, EndRequest request) {
      host(Callback.SESSION_END_LOST);
    }

    @Override
    public void enriched(Session before, Session session) {
      host(Callback.SESSION_ENRICHED);
    }

    @Override
    public void outcomeChanged(Session before, Session session) {
      host(Callback.SESSION_OUTCOME_CHANGED);
    }

    @Override
    public void expiring(Session session, Instant at, LimitKind limit) {
      host(Callback.SESSION_EXPIRING);
    }
  }

  private final class ThrowingArchive implements SessionArchive {
    @Override
    public void write(List<ArchivedSession> sessions) {
      host(Callback.ARCHIVE_WRITE);
    }

    @Override
    public Optional<ArchivedSession> read(UUID organizationId, UUID sessionId) {
      host(Callback.ARCHIVE_READ);
      return Optional.empty();
    }

    @Override
    public void delete(UUID organizationId, UUID sessionId) {
      host(Callback.ARCHIVE_DELETE);
    }

    @Override
    public int delete(UUID organizationId, UUID endUserId, Set<UUID> keep) {
      host(Callback.ARCHIVE_DELETE);
      return 0;
    }
  }

  private final class ThrowingScheduler extends ScheduledThreadPoolExecutor {
    ThrowingScheduler() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(
        Runnable task, long initial, long delay, TimeUnit unit) {
      host(Callback.RENEWAL_EXECUTOR);
      return super.scheduleWithFixedDelay(task, initial, delay, unit);
    }
  }

  private SessionRuntime runtime(UUID id) {
    return SessionRuntime.builder(
            lifecycle,
            organization,
            turn -> {
              host(Callback.TURN_HANDLER);
              return TurnReply.say("hello");
            })
        .onEnd(
            task -> {
              host(Callback.CLEANUP_EXECUTOR);
              task.run();
            },
            context -> {
              hooks.add("first");
              host(Callback.CLEANUP_HOOK);
            })
        .onEnd(
            task -> {
              host(Callback.CLEANUP_EXECUTOR);
              task.run();
            },
            context -> hooks.add("second"))
        .open(id);
  }

  @ParameterizedTest
  @EnumSource
  void whatever_a_callback_throws_sessions_end_and_the_others_are_called(Callback at) {
    for (Thrown what : Thrown.values()) {
      throwing = at;
      thrown = what.supplier;
      organization = UUID.randomUUID();
      called.clear();
      hooks.clear();
      OrganizationSessions sessions = lifecycle.organization(organization);
      UUID user = UUID.randomUUID();
      UUID id = sessions.open(SessionRequest.on("voice", user)).orThrow().id();
      endByRuntime(sessions, id);
      checkOrphans(sessions);
      reportEarlyEnd(sessions);
      warn(sessions);
      moveEndAndCorrect(sessions);
      runChains(sessions, id);
      archive(id);
      erase(user);
      assertThat(called).containsExactlyInAnyOrder(Callback.values());
      Thread.interrupted();
    }
  }

  private void endByRuntime(OrganizationSessions sessions, UUID id) {
    SessionRuntime runtime = runtime(id);
    TurnResult result = runtime.runTurn("my words");
    assertThat(result.error() != null).isEqualTo(throwing == Callback.TURN_HANDLER);
    RuntimeEnd end = runtime.endSession("resolved", "agent");
    assertThat(end.winner()).isTrue();
    assertThat(end.unwritten()).isZero();
    boolean hookFailed = throwing == Callback.CLEANUP_HOOK || throwing == Callback.CLEANUP_EXECUTOR;
    assertThat(end.cleanedUp()).isEqualTo(!hookFailed);
    assertThat(end.isClean()).isEqualTo(!hookFailed);
    if (throwing == Callback.CLEANUP_EXECUTOR) {
      called.add(Callback.CLEANUP_HOOK); // its executor refuses
    } else {
      assertThat(hooks).containsExactly("first", "second");
    }
    assertThat(sessions.get(id).isEnded()).isTrue();
    assertThat(sessions.messages(id)).extracting(StoredMessage::text).contains("my words");
  }

  /** Two workers crash: both sessions are handed over or at least reported. */
  private void checkOrphans(OrganizationSessions sessions) {
    ThrowingScheduler scheduler = new ThrowingScheduler();
    List<UUID> ids = new ArrayList<>();
    try {
      for (UUID user : List.of(UUID.randomUUID(), UUID.randomUUID())) {
        UUID id = sessions.open(SessionRequest.on("voice", user)).orThrow().id();
        ids.add(id);
        if (throwing == Callback.RENEWAL_EXECUTOR) {
          assertThatThrownBy(
                  () ->
                      SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.silent())
                          .renewOn(scheduler)
                          .open(id))
              .isInstanceOf(InvalidInputException.class);
          lifecycle
              .ownedSession(organization, id)
              .acquire(Duration.ofSeconds(30), OwnedSession.Buffering.NONE);
        } else {
          SessionRuntime.builder(lifecycle, organization, turn -> TurnReply.silent())
              .renewOn(scheduler)
              .open(id);
        }
      }
    } finally {
      scheduler.shutdownNow();
    }
    clock.advance(Duration.ofSeconds(31));
    HousekeepingReport report = lifecycle.housekeeping().runDue(100);
    boolean refused = throwing == Callback.ORPHAN_HANDLER;
    assertThat(report.count(HousekeepingReport.Done.HANDED_OVER)).isEqualTo(refused ? 0 : 2);
    assertThat(report.count(HousekeepingReport.NotDone.HANDLER_FAILED)).isEqualTo(refused ? 2 : 0);
    ids.forEach(id -> assertThat(sessions.close(id, "resolved").isWinner()).isTrue());
  }

  /** An end that comes before its session, in words that only the scrubber sees. */
  private void reportEarlyEnd(OrganizationSessions sessions) {
    ExternalRef ref = new ExternalRef("provider", UUID.randomUUID().toString());
    assertThat(sessions.close(ref, EndRequest.reported("call me at 5550100"))).isEmpty();
    SessionRequest late = SessionRequest.on("voice", UUID.randomUUID()).withExternalRef(ref);
    assertThat(sessions.open(late).session().isEnded()).isTrue();
  }

  /** A call that would expire soon. */
  private void warn(OrganizationSessions sessions) {
    UUID id = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
    clock.advance(Duration.ofMinutes(1));
    HousekeepingReport report = lifecycle.housekeeping().runDue(100);
    assertThat(report.count(HousekeepingReport.Done.WARNED)).isOne();
    assertThat(sessions.close(id, "resolved").isWinner()).isTrue();
  }

  /** A life with every other event of a session. */
  private static void moveEndAndCorrect(OrganizationSessions sessions) {
    SessionRequest request = SessionRequest.on("sms", UUID.randomUUID());
    UUID id = sessions.open(request.withStatus(SessionStatus.RINGING)).orThrow().id();
    assertThat(sessions.transition(id, SessionStatus.ACTIVE).orThrow().status())
        .isEqualTo(SessionStatus.ACTIVE);
    assertThat(sessions.close(id, "callee_busy").isWinner()).isTrue();
    assertThat(sessions.close(id, "resolved").isWinner()).isFalse();
    EndRequest correction = EndRequest.because(TerminationReason.ERROR);
    assertThat(sessions.correct(id, correction).reason()).isEqualTo(TerminationReason.ERROR);
  }

  private void runChains(OrganizationSessions sessions, UUID id) {
    for (int i = 0; i < 3; i++) {
      Thread.interrupted(); // a step that was interrupted stops the run
      lifecycle.finalizer().runDue(100);
    }
    Thread.interrupted();
    assertThat(sessions.get(id).finalizedAt() != null).isEqualTo(throwing != Callback.STEP);
    if (throwing == Callback.FINALIZER_EXECUTOR || throwing == Callback.SESSION_ENDED) {
      runChainsOnThreads(sessions);
    }
    called.add(Callback.FINALIZER_EXECUTOR); // started only where it matters: it takes a while
  }

  private void runChainsOnThreads(OrganizationSessions sessions) {
    FinalizerOptions options =
        FinalizerOptions.builder()
            .executor(
                task -> {
                  host(Callback.FINALIZER_EXECUTOR);
                  new Thread(task).start();
                })
            .build();
    UUID next = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow().id();
    sessions.close(next, "resolved");
    FinalizerRun run = lifecycle.finalizer().start(options);
    await()
        .until(
            () ->
                throwing == Callback.FINALIZER_EXECUTOR
                    ? called.contains(Callback.FINALIZER_EXECUTOR)
                    : sessions.get(next).finalizedAt() != null);
    run.close();
    assertThat(sessions.get(next).isEnded()).isTrue();
  }

  private void archive(UUID id) {
    Thread.interrupted();
    clock.advance(Duration.ofHours(1)); // a sweep has put off what was not finalized
    HousekeepingReport report = lifecycle.housekeeping().runDue(100);
    if (throwing == Callback.ARCHIVE_WRITE) {
      assertThat(report.count(HousekeepingReport.Done.ARCHIVED)).isZero();
    } else if (throwing != Callback.STEP) {
      assertThat(report.count(HousekeepingReport.Done.ARCHIVED)).isPositive();
    }
    called.add(Callback.ARCHIVE_WRITE); // not called where a step never finished
    if (throwing == Callback.ARCHIVE_READ) {
      assertThatThrownBy(() -> lifecycle.retention(organization).archived(id))
          .isInstanceOf(StoreException.class);
    } else {
      assertThat(lifecycle.retention(organization).archived(id)).isEmpty();
    }
  }

  private void erase(UUID user) {
    ErasureReport report = lifecycle.retention(organization).erase(user, "user");
    if (throwing == Callback.STEP) {
      called.add(Callback.RECORDINGS); // not called where a step never finished
    }
    assertThat(report.failed().contains("archive")).isEqualTo(throwing == Callback.ARCHIVE_DELETE);
    assertThat(report.failed().contains("recordings")).isEqualTo(throwing == Callback.RECORDINGS);
    assertThat(report.failed().contains("memory")).isEqualTo(throwing == Callback.END_USER_ERASER);
  }
}
