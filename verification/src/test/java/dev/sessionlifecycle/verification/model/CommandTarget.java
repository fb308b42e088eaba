package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A store to which commands are applied. It remembers the leases that the store granted, in order:
 * stores may number their tokens as they like, so a command names a lease by its position.
 */
final class CommandTarget {
  final String name;
  final SessionStore store;
  final CommandIds world;
  private final SettableClock clock;
  private final SessionLifecycle lifecycle;
  private final List<LeaseRef> leases = new ArrayList<>();
  private final List<LeaseRef> owned = new ArrayList<>();

  CommandTarget(String name, SessionStore store, CommandIds world, SettableClock clock) {
    this.name = name;
    this.store = store;
    this.world = world;
    this.clock = clock;
    this.lifecycle = SessionLifecycle.builder(store).clock(clock).build();
    world.shapes().forEach(store.chains()::register);
  }

  /** An error as a comparable value: its stable code. */
  record Failed(String code) {}

  /** A lease without its token: its position among those of this store. */
  record Leased(int place) {}

  /** Returns a lifecycle on the store. */
  SessionLifecycle lifecycle() {
    return lifecycle;
  }

  Instant at(int seconds) {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).plusSeconds(seconds);
  }

  Object answer(StoreCommand command) {
    try {
      return command.applyTo(this);
    } catch (SessionLifecycleException e) {
      return new Failed(e.code());
    }
  }

  Leased remember(LeaseRef lease) {
    leases.add(lease);
    return new Leased(leases.size() - 1);
  }

  Leased place(LeaseRef lease) {
    return new Leased(leases.lastIndexOf(lease));
  }

  /** Returns one of the last leases; one that was never granted if there are none. */
  LeaseRef lease(int back) {
    return pick(leases, back);
  }

  Leased rememberOwner(SessionKey session, long token) {
    owned.add(new LeaseRef(session, token));
    return new Leased(owned.size() - 1);
  }

  Leased placeOwner(SessionKey session, long token) {
    return new Leased(owned.lastIndexOf(new LeaseRef(session, token)));
  }

  LeaseRef owner(int back) {
    return pick(owned, back);
  }

  private LeaseRef pick(List<LeaseRef> given, int back) {
    return back < given.size()
        ? given.get(given.size() - 1 - back)
        : new LeaseRef(world.key(0, back), 1_000_000);
  }

  static ChainRecord withoutToken(ChainRecord chain) {
    return new ChainRecord(
        chain.session(),
        chain.shape(),
        chain.state(),
        0,
        chain.leased(),
        chain.dueAt(),
        chain.finishedAt());
  }

  /** Returns all sessions of both organizations. */
  List<Session> sessions() {
    List<Session> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      all.addAll(store.list(new ListIntent(world.organization(i), SessionFilter.all(), null, 500)));
    }
    return all;
  }

  /** Returns everything that can be read of a session. */
  Map<String, Object> everything(SessionKey key) {
    Map<String, Object> all = new LinkedHashMap<>();
    store.find(key).ifPresent(it -> all.putAll(everything(it)));
    return all;
  }

  /**
   * Returns everything else that can be read of a session; about its end only once it has ended.
   */
  Map<String, Object> everything(Session session) {
    SessionKey key = Scenario.key(session);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("session", session);
    all.put("messages", store.messages(key, 0, 500));
    all.put("history", store.history(key, 0, 500));
    if (session.evalSummary().total() > 0) {
      all.put("evals", store.evals().list(key, null, 10));
    }
    if (!session.isEnded()) {
      return all;
    }
    all.put("chain", store.chains().find(key).map(CommandTarget::withoutToken));
    List<AttemptRecord> attempts = store.chains().attempts(key);
    all.put("attempts", attempts);
    if (!attempts.isEmpty()) {
      all.put("parked", store.chains().lastParked(key, attempts.get(0).step()));
    }
    all.put("closed", store.chains().session(key));
    all.put("transcript", store.chains().transcript(key, 0, 1_000));
    return all;
  }
}
