package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.UnfinishedChain;
import dev.sessionlifecycle.finalizer.UnfinishedFilter;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionDecision;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The time of a test. It passes when the test says so, for the lifecycle and for its store alike,
 * and whatever becomes due meanwhile is done on the thread of the caller, at the time at which it
 * becomes due: time limits end sessions, steps run and are retried, retention deletes.
 *
 * <p>In between, time passes as it really does. On a database it is the past that moves: see {@link
 * JdbcTestStore}. There {@link #now} is the real time always, and a stamp that was read before time
 * has passed is older when it is read again. A test that reads sessions anew, and compares stamps
 * of one reading, is the same on every store.
 *
 * <p>Not thread-safe. Nothing else may work on the store while time passes; do not start the
 * finalizer or housekeeping.
 */
public final class SessionTime {
  private static final int MOST_STOPS = 10_000;
  private static final int MOST_ROUNDS = 1_000;
  private static final int SWEEP = 10_000;
  private static final int CHAINS = 1_000;
  private static final int PAGE = 500;

  private final TestStore store;
  private final SessionLifecycle lifecycle;

  private SessionTime(TestStore store, SessionLifecycle lifecycle) {
    this.store = store;
    this.lifecycle = lifecycle;
  }

  /**
   * The time of a lifecycle on a store for tests.
   *
   * @param lifecycle on that store, with its {@link TestStore#clock} as business clock
   */
  public static SessionTime of(TestStore store, SessionLifecycle lifecycle) {
    return new SessionTime(
        Validator.require("store", store), Validator.require("lifecycle", lifecycle));
  }

  /** Returns the time now, by the store's clock, which judges what is due. */
  public Instant now() {
    return store.store().sweeps().now();
  }

  /** Returns the business clock, for code under test that has to have the same one. */
  public InstantSource clock() {
    return store.clock();
  }

  /**
   * Lets this time pass, and does whatever becomes due until then: first what is due already. It
   * stops at each time limit, retry and date of retention of the sessions there are, so that a year
   * may pass at once. A warning before a limit, and the lease of a worker that is gone, are noticed
   * at the next of these stops, or at the end.
   *
   * @param by 0 to 36,525 days
   * @throws dev.sessionlifecycle.errors.InvalidInputException for a time out of bounds
   * @throws IllegalStateException where work becomes due again and again without an end
   */
  public void advance(Duration by) {
    Duration left = TimeShift.checked(by);
    for (int stop = 0; stop < MOST_STOPS; stop++) {
      Optional<Duration> wait = nextDue(settled());
      if (wait.isEmpty() || wait.get().compareTo(left) >= 0) {
        store.advance(left);
        settle();
        return;
      }
      store.advance(wait.get());
      left = left.minus(wait.get());
    }
    throw new IllegalStateException(
        "after " + MOST_STOPS + " stops there are still " + left + " to go");
  }

  /**
   * Lets time pass until this instant, as {@link #advance} does: such as when a session expires.
   *
   * @param at as it is stored now; not in the past
   */
  public void to(Instant at) {
    Duration by = Duration.between(now(), Validator.require("at", at));
    if (by.isNegative()) {
      throw Validator.invalid("at", "must not be in the past");
    }
    advance(by);
  }

  /**
   * Does what is due now, until nothing is: housekeeping, and the steps of ended sessions.
   *
   * @throws IllegalStateException where work becomes due again and again without an end
   */
  public void settle() {
    settled();
  }

  /** Settles, and returns the time at which nothing was due. */
  private Instant settled() {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Instant begun = now();
      boolean kept = lifecycle.housekeeping().runDue(SWEEP).done().isEmpty();
      boolean ran = lifecycle.finalizer().runDue(CHAINS).claimed() > 0;
      if (kept && !ran) {
        return begun;
      }
    }
    throw new IllegalStateException("after " + MOST_ROUNDS + " rounds there is still work due");
  }

  /**
   * Returns how long it takes until the next thing becomes due. What was due when nothing was done
   * any more is kept back by something else, such as a hold.
   */
  private Optional<Duration> nextDue(Instant settled) {
    return Stream.concat(store.organizations().stream().flatMap(this::dueOf), dueOf(lifecycle))
        .filter(settled::isBefore)
        .min(Instant::compareTo)
        .map(at -> Duration.between(now(), at))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  private Stream<Instant> dueOf(UUID organization) {
    OrganizationSessions sessions = lifecycle.organization(organization);
    OrganizationRetention retention = lifecycle.retention(organization);
    Stream.Builder<Instant> due = Stream.builder();
    String cursor = null;
    do {
      Page<Session> page = sessions.list(SessionFilter.all(), cursor, PAGE);
      for (Session session : page.items()) {
        Instant at = session.isEnded() ? retained(retention, session) : session.ttlExpiresAt();
        if (at != null) {
          due.add(at);
        }
      }
      cursor = page.next();
    } while (cursor != null);
    return due.build();
  }

  private static @Nullable Instant retained(OrganizationRetention retention, Session session) {
    return retention.explain(session.id()) instanceof RetentionDecision.KeepUntil until
        ? until.at()
        : session.retentionExpiresAt();
  }

  private static Stream<Instant> dueOf(SessionLifecycle lifecycle) {
    Stream.Builder<Instant> due = Stream.builder();
    UnfinishedChain last = null;
    List<UnfinishedChain> page;
    do {
      page = lifecycle.finalizer().unfinished(UnfinishedFilter.all(), last, PAGE);
      for (UnfinishedChain chain : page) {
        last = chain;
        lifecycle
            .finalizer()
            .chain(chain.organizationId(), chain.sessionId())
            .map(SessionChain::dueAt)
            .ifPresent(due::add);
      }
    } while (!page.isEmpty());
    return due.build();
  }
}
