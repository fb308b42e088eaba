package dev.sessionlifecycle.verification.simulator;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What has been observed so far, and what must hold after every step of a simulation. */
final class Ledger {
  private final SessionStore store;
  private final ChainDefinition shape;
  private final List<SessionKey> sessions;
  private final Map<SessionKey, List<String>> effects = new HashMap<>();
  private final Map<SessionKey, ChainRecord> before = new HashMap<>();

  Ledger(SessionStore store, ChainDefinition shape, List<SessionKey> sessions) {
    this.store = store;
    this.shape = shape;
    this.sessions = List.copyOf(sessions);
  }

  /** Notes that the store has written this settlement. */
  void written(Settlement settlement) {
    List<String> seen =
        effects.computeIfAbsent(settlement.ref().session(), key -> new ArrayList<>());
    for (Effects each : settlement.effects()) {
      if (each.metadata() != null) {
        seen.add((String) Objects.requireNonNull(each.metadata().get("step")));
      }
    }
  }

  /** Fails if something is wrong that must never happen. */
  void check() {
    for (SessionKey session : sessions) {
      ChainRecord now = store.chains().find(session).orElseThrow();
      ChainRecord old = before.put(session, now);
      if (old != null) {
        require(now.token() >= old.token(), session, "the token went back");
        require(keeps(old.state(), now.state()), session, "a finished step is not any more");
      }
      Session row = store.find(session).orElseThrow();
      require(
          (row.finalizedAt() != null) == now.state().isFinished(), session, "stamped too early");
      for (int step = 0; step < shape.steps().size(); step++) {
        boolean finished = now.state().steps().get(step).phase().isFinished();
        boolean allBefore =
            shape.steps().get(step).after().stream()
                .allMatch(it -> now.state().steps().get(it).phase().isFinished());
        require(!finished || allBefore, session, "a step was done before one it waits for");
        String name = shape.names().get(step);
        require(count(session, name) <= (finished ? 1 : 0), session, name + " took effect twice");
        require(done(session, name) <= (finished ? 1 : 0), session, name + " was done twice");
      }
    }
  }

  /** Fails if something is wrong at the end. */
  void checkEnd() {
    check();
    for (SessionKey session : sessions) {
      ChainRecord now = store.chains().find(session).orElseThrow();
      require(now.state().isFinished(), session, "the chain never finished");
      for (String step : shape.names()) {
        require(done(session, step) == 1, session, step + " has no record");
        require(count(session, step) == 1, session, step + " took no effect");
      }
    }
  }

  boolean isFinished() {
    return sessions.stream()
        .allMatch(it -> store.chains().find(it).orElseThrow().state().isFinished());
  }

  private long count(SessionKey session, String step) {
    return effects.getOrDefault(session, List.of()).stream().filter(step::equals).count();
  }

  private long done(SessionKey session, String step) {
    return store.chains().attempts(session).stream()
        .filter(it -> it.step().equals(step) && it.result() == AttemptRecord.Result.DONE)
        .count();
  }

  private static boolean keeps(ChainState old, ChainState now) {
    for (int step = 0; step < old.steps().size(); step++) {
      if (old.steps().get(step).phase().isFinished()
          && !now.steps().get(step).phase().isFinished()) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean holds, SessionKey session, String otherwise) {
    if (!holds) {
      throw new AssertionError(session.sessionId() + ": " + otherwise);
    }
  }
}
