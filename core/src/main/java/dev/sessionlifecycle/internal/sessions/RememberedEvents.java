package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.JoinedSavepoint;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Events of work that is not committed yet, in the order in which they happened. Thread-safe. */
final class RememberedEvents implements SessionListener {
  private final Lock lock = new ReentrantLock();
  private List<Consumer<SessionListener>> events = new ArrayList<>();
  private volatile boolean hasEnds;

  /** Remembers that chains were created. */
  void wake() {
    hasEnds = true;
  }

  /** Wakes the finalizer if there are new chains, and calls the listener with all events. */
  void pass(SessionListener listener, Runnable wake) {
    boolean wakes = hasEnds;
    List<Consumer<SessionListener>> passed = locked(this::forgetAll);
    if (wakes) {
      wake.run();
    }
    // Without the lock, since a listener may work in the next transaction.
    passed.forEach(event -> event.accept(listener));
  }

  /** Forgets all events. */
  void forget() {
    locked(this::forgetAll);
  }

  private List<Consumer<SessionListener>> forgetAll() {
    List<Consumer<SessionListener>> forgotten = events;
    events = new ArrayList<>();
    hasEnds = false;
    return forgotten;
  }

  /** Marks the events so far. */
  JoinedSavepoint mark() {
    return locked(
        () -> {
          List<Consumer<SessionListener>> marked = events;
          int size = marked.size();
          return () -> locked(() -> forgetAfter(marked, size));
        });
  }

  private boolean forgetAfter(List<Consumer<SessionListener>> marked, int size) {
    // Another list belongs to a transaction that has ended, and may be with the listeners.
    if (marked == events && size < marked.size()) {
      marked.subList(size, marked.size()).clear();
    }
    return true;
  }

  private void add(Consumer<SessionListener> event) {
    locked(() -> events.add(event));
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void opened(Session session) {
    add(it -> it.opened(session));
  }

  @Override
  public void moved(Session session, SessionStatus from) {
    add(it -> it.moved(session, from));
  }

  @Override
  public void ended(Session session) {
    add(it -> it.ended(session));
  }

  @Override
  public void endLost(Session session, EndRequest request) {
    add(it -> it.endLost(session, request));
  }

  @Override
  public void enriched(Session before, Session session) {
    add(it -> it.enriched(before, session));
  }

  @Override
  public void outcomeChanged(Session before, Session session) {
    add(it -> it.outcomeChanged(before, session));
  }

  @Override
  public void evaluated(Session session, EvalRun run) {
    add(it -> it.evaluated(session, run));
  }

  @Override
  public void expiring(Session session, Instant at, LimitKind limit) {
    add(it -> it.expiring(session, at, limit));
  }
}
