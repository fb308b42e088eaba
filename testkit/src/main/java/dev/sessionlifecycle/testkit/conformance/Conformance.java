package dev.sessionlifecycle.testkit.conformance;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.Settlement;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives every test of a suite a store, its clock set to the start, and an organization of its own.
 */
abstract class Conformance {
  /** Everything that is due in the store. */
  static final DueQuery EVERYTHING = new DueQuery(100_000, 100_000, null);

  SessionStore store;
  SettableClock clock;
  Scenario scene;

  private @Nullable StoreConformance enclosing;

  /** Finds the class that this suite is nested in, which supplies the store. */
  @RegisterExtension
  final BeforeEachCallback nesting =
      context ->
          enclosing =
              context.getRequiredTestInstances().findInstance(StoreConformance.class).orElseThrow();

  /** Adds the store to a failure, since several stores run these tests in one build. */
  @RegisterExtension
  final TestExecutionExceptionHandler naming =
      (context, error) -> {
        error.addSuppressed(new AssertionError("the store is " + store));
        throw error;
      };

  /** Sets the clock to {@link SettableClock#START} and takes a new organization. */
  @BeforeEach
  final void begin() {
    StoreFixture fixture = Objects.requireNonNull(enclosing).fixture();
    store = fixture.store();
    clock = fixture.clock();
    clock.set(SettableClock.START);
    scene = Scenario.in(store, clock);
  }

  static SessionKey key(Session session) {
    return Scenario.key(session);
  }

  /** Returns a draft of an active voice session of this user. */
  final SessionBuilder draftOf(UUID user) {
    return scene.draft().endUserId(user);
  }

  /** Returns the messages of a session. */
  final List<StoredMessage> messages(Session session) {
    return store.messages(key(session), 0, 500);
  }

  /** Returns the history of a session. */
  final List<HistoryEntry> history(Session session) {
    return store.history(key(session), 0, 500);
  }

  final ChainRecord chain(Session session) {
    return Check.present(store.chains().find(key(session)), "a chain");
  }

  /** Acquires a lease of 30 seconds without buffering and returns its token. */
  final long acquire(Session session) {
    return store
        .owners()
        .acquire(key(session), UUID.randomUUID(), Duration.ofSeconds(30), false, scene.now())
        .orElseThrow();
  }

  /** Writes a message that the owner held back; returns whether it was accepted. */
  final boolean flush(Session session, long token, Message message) {
    return store
        .owners()
        .flush(key(session), token, List.of(message), scene.now(), scene.terms().defaultPolicy())
        .isPresent();
  }

  /** Releases a hold of this organization. */
  final Optional<Hold> release(Hold hold, String by) {
    return store.holds().release(scene.organizationId(), hold.id(), by, scene.now());
  }

  /** Returns a settlement without outcomes that gives the lease up. */
  static Settlement released(LeaseRef lease, ChainState state, @Nullable Duration dueIn) {
    return new Settlement(lease, state, new Settlement.ReleaseLease(dueIn), List.of(), List.of());
  }

  /** Closes a session and returns it as answered, which is also how it is stored. */
  final Session closed(CloseIntent.Builder end) {
    Session answer = closed(store.close(end.build()));
    Check.sameSession(answer, Check.present(store.find(key(answer)), "the session"));
    return answer;
  }

  static Session closed(CloseReply reply) {
    return Check.instance(CloseReply.Closed.class, reply).session();
  }

  static Session alreadyEnded(CloseReply reply) {
    return Check.instance(CloseReply.AlreadyEnded.class, reply).session();
  }

  static Session guardFailed(CloseReply reply) {
    return Check.instance(CloseReply.GuardFailed.class, reply).session();
  }

  static Session opened(OpenResult result) {
    return Check.instance(OpenResult.Opened.class, result).session();
  }

  static Session reused(OpenResult result) {
    return Check.instance(OpenResult.Reused.class, result).session();
  }

  static Session alreadyEnded(OpenResult result) {
    return Check.instance(OpenResult.AlreadyEnded.class, result).session();
  }
}
