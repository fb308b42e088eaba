package dev.sessionlifecycle.verification.interleaving;

import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.spi.ChainPlan;
import dev.sessionlifecycle.spi.ChainShape;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndTerms;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the actors meet on: a session of an organization of its own, to be kept for no time. */
record Stage(Scenario scene, Session session, EndTerms terms, LeaseRef lease) {
  static final ExternalRef REF = new ExternalRef("twilio", "CA1");

  /** The token of the owner whose lease has lapsed. */
  static final long LAPSED = 1;

  /** The metadata that an update gives to it, whose version becomes the second by that. */
  static final Map<String, Object> UPDATED = Map.of("order", 42L);

  /**
   * A new one.
   *
   * @param operations what is going to happen: claims and settlements need a chain with steps;
   *     without them it is born finished, so that the session may go as soon as it has ended
   */
  static Stage set(
      SessionStore store, SettableClock clock, List<Operation> operations, boolean ended) {
    Scenario scene = Scenario.in(store, clock);
    boolean settled = operations.contains(Operation.SETTLE);
    boolean chained = settled || operations.contains(Operation.CLAIM);
    ChainShape shape = chained ? scene.shape() : ChainShape.empty();
    store.chains().register(shape);
    EndTerms terms =
        new EndTerms(
            new ChainPlan(
                Map.of(
                    SessionType.LIVE, shape,
                    SessionType.TEST, shape,
                    SessionType.SIMULATION, shape)),
            RetentionPolicy.keepFor(Duration.ZERO));
    Session session = scene.open(draft -> draft.externalRef(REF));
    store.owners().acquire(Scenario.key(session), UUID.randomUUID(), Duration.ofSeconds(1), false);
    clock.advance(Duration.ofSeconds(2));
    LeaseRef nobodys = new LeaseRef(Scenario.key(session), 1_000_000);
    Stage stage = new Stage(scene, session, terms, nobodys);
    if (ended) {
      store.close(stage.closing("before").build());
    }
    return settled
        ? new Stage(scene, session, terms, Operation.claim(store, stage).get(0).ref())
        : stage;
  }

  SessionKey key() {
    return Scenario.key(session);
  }

  CloseIntent.Builder closing(String by) {
    return scene.closing(session, terms).triggeredBy(by);
  }
}
