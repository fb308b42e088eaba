package dev.sessionlifecycle.verification.engine;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.internal.finalizer.FinalizerContext;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** An empty store with a manual clock, and finalizers on it. */
final class EngineFixture {
  final TestClock clock = new TestClock();
  final SessionStore store;
  final UUID organization = new UUID(1, 1);
  final Queue<FinalizerEvent> events = new ConcurrentLinkedQueue<>();
  double random = 0.5;

  /** Creates a fixture in memory. */
  EngineFixture() {
    this(EngineStore.MEMORY);
  }

  EngineFixture(EngineStore kind) {
    this(kind::open);
  }

  EngineFixture(Function<InstantSource, SessionStore> open) {
    store = open.apply(clock);
  }

  /** Returns a separate finalizer, as another node would have. */
  DefaultFinalizer engine(FinalizeChain chain) {
    return engine(chain, store.chains());
  }

  DefaultFinalizer engine(FinalizeChain chain, ChainStore chains) {
    return engine(chain, chains, clock::ticks);
  }

  /** Returns a finalizer that pauses in real time; the store's clock stands still. */
  DefaultFinalizer ticking(FinalizeChain chain) {
    return engine(chain, store.chains(), System::nanoTime);
  }

  /** Returns such a finalizer on its own chain store. */
  DefaultFinalizer ticking(FinalizeChain chain, ChainStore chains) {
    return engine(chain, chains, System::nanoTime);
  }

  private DefaultFinalizer engine(FinalizeChain chain, ChainStore chains, LongSupplier ticks) {
    return new DefaultFinalizer(
        new FinalizerContext(
            chains, clock, ticks, () -> random, UUID::randomUUID, Limits.defaults(), events::add),
        chain);
  }

  /**
   * Creates a session of the fixture's organization that has ended with this chain; returns its id.
   */
  UUID ended(FinalizeChain chain) {
    return ended(organization, chain);
  }

  UUID ended(UUID organizationId, FinalizeChain chain) {
    OrganizationSessions sessions =
        SessionLifecycle.builder(store)
            .clock(clock)
            .finalizeWith(chain)
            .build()
            .organization(organizationId);
    Session session =
        sessions
            .open(SessionRequest.on("chat", new UUID(2, 2)).withSubject("about a card"))
            .orThrow();
    sessions.append(session.id(), Message.fromUser("my card is 4111 1111 1111 1111"));
    sessions.close(session.id(), "user_hangup");
    return session.id();
  }

  Session session(UUID id) {
    return store.find(key(id)).orElseThrow();
  }

  ChainRecord chain(UUID id) {
    return store.chains().find(key(id)).orElseThrow();
  }

  String state(UUID id) {
    return chain(id).state().encode();
  }

  /** Returns the results of the attempts at a step, in order, such as {@code 1:FAILED 2:DONE}. */
  String attempts(UUID id, String step) {
    List<String> results =
        store.chains().attempts(key(id)).stream()
            .filter(it -> it.step().equals(step))
            .map(it -> it.attempt() + ":" + it.result())
            .toList();
    return String.join(" ", results);
  }

  List<AttemptRecord> attempts(UUID id) {
    return store.chains().attempts(key(id));
  }

  SessionKey key(UUID id) {
    return new SessionKey(organization, id);
  }
}
