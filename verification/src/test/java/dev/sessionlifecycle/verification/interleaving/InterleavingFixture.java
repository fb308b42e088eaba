package dev.sessionlifecycle.verification.interleaving;

import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the actors share: a session in an organization of its own, without a retention period. */
record InterleavingFixture(Scenario scene, Session session, CloseDefaults terms, LeaseRef lease) {
  static final ExternalRef REF = new ExternalRef("twilio", "CA1");

  /** The token of the owner whose lease has expired. */
  static final long LAPSED = 1;

  /** The metadata written by an update, which makes the session's version 2. */
  static final Map<String, Object> UPDATED = Map.of("order", 42L);

  /**
   * Creates a fixture.
   *
   * @param operations what will happen: claims and settlements need a chain with steps; without
   *     them the chain is finished from the start, so that the session may be purged as soon as it
   *     has ended
   */
  static InterleavingFixture set(
      SessionStore store, SettableClock clock, List<Operation> operations, boolean ended) {
    Scenario scene = Scenario.in(store, clock);
    boolean settled = operations.contains(Operation.SETTLE);
    boolean chained = settled || operations.contains(Operation.CLAIM);
    ChainDefinition shape = chained ? scene.definition() : ChainDefinition.empty();
    store.chains().register(shape);
    CloseDefaults terms =
        new CloseDefaults(
            new ChainsByType(
                Map.of(
                    SessionType.LIVE, shape,
                    SessionType.TEST, shape,
                    SessionType.SIMULATION, shape)),
            RetentionPolicy.keepFor(Duration.ZERO));
    Session session = scene.open(draft -> draft.externalRef(REF));
    store
        .owners()
        .acquire(
            Scenario.key(session), UUID.randomUUID(), Duration.ofSeconds(1), false, scene.now());
    clock.advance(Duration.ofSeconds(2));
    LeaseRef nobodys = new LeaseRef(Scenario.key(session), 1_000_000);
    InterleavingFixture stage = new InterleavingFixture(scene, session, terms, nobodys);
    if (ended) {
      store.close(stage.closing("before").build());
    }
    return settled
        ? new InterleavingFixture(scene, session, terms, Operation.claim(store, stage).get(0).ref())
        : stage;
  }

  SessionKey key() {
    return Scenario.key(session);
  }

  CloseIntent.Builder closing(String by) {
    return scene.closing(session, terms).triggeredBy(by);
  }
}
