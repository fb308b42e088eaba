package dev.sessionlifecycle.verification.interleaving;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.spi.ChainPlan;
import dev.sessionlifecycle.spi.ChainShape;
import dev.sessionlifecycle.spi.EndTerms;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Closing;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Duration;
import java.util.Map;

/** What the actors meet on: a session of an organization of its own, to be kept for no time. */
record Stage(Scenario scene, Session session, EndTerms terms) {

  /**
   * A new one.
   *
   * @param chained whether its end gives birth to a chain with a step; else to a finished one, so
   *     that it may go as soon as it has ended
   */
  static Stage set(SessionStore store, SettableClock clock, boolean chained, boolean ended) {
    Scenario scene = Scenario.in(store, clock);
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
    Session session = scene.open();
    Stage stage = new Stage(scene, session, terms);
    if (ended) {
      store.close(stage.closing("before").intent());
    }
    return stage;
  }

  SessionKey key() {
    return Scenario.key(session);
  }

  Closing closing(String by) {
    return scene.closing(session, terms).triggeredBy(by);
  }
}
