package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what a lifecycle reports to its listeners, in order. Thread-safe. */
public final class RecordedEvents implements SessionListener, FinalizerListener {
  private final List<SessionEvent> sessions = new CopyOnWriteArrayList<>();
  private final List<FinalizerEvent> finalizer = new CopyOnWriteArrayList<>();

  /** Records nothing yet. */
  public RecordedEvents() {}

  /**
   * What happened to a session.
   *
   * @param session as it was when the event was reported
   */
  public record SessionEvent(Kind kind, Session session) {
    /** Checks that nothing is missing. */
    public SessionEvent {
      Validator.require("kind", kind);
      Validator.require("session", session);
    }
  }

  /** The methods of {@link SessionListener}. */
  public enum Kind {
    /** {@link SessionListener#opened}. */
    OPENED,
    /** {@link SessionListener#moved}. */
    MOVED,
    /** {@link SessionListener#ended}. */
    ENDED,
    /** {@link SessionListener#endLost}. */
    END_LOST,
    /** {@link SessionListener#enriched}. */
    ENRICHED,
    /** {@link SessionListener#outcomeChanged}. */
    OUTCOME_CHANGED,
    /** {@link SessionListener#expiring}. */
    EXPIRING
  }

  /** Returns the events of sessions. */
  public List<SessionEvent> sessions() {
    return List.copyOf(sessions);
  }

  /** Returns the sessions that this happened to, as they were then. */
  public List<Session> sessions(Kind kind) {
    return sessions.stream()
        .filter(event -> event.kind() == kind)
        .map(SessionEvent::session)
        .toList();
  }

  /** Returns the events of the finalizer. */
  public List<FinalizerEvent> finalizer() {
    return List.copyOf(finalizer);
  }

  /** Returns the events of the finalizer of this type. */
  public <T extends FinalizerEvent> List<T> finalizer(Class<T> type) {
    return finalizer.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Forgets all events. */
  public void clear() {
    sessions.clear();
    finalizer.clear();
  }

  @Override
  public void on(FinalizerEvent event) {
    finalizer.add(event);
  }

  @Override
  public void opened(Session session) {
    sessions.add(new SessionEvent(Kind.OPENED, session));
  }

  @Override
  public void moved(Session session, SessionStatus from) {
    sessions.add(new SessionEvent(Kind.MOVED, session));
  }

  @Override
  public void ended(Session session) {
    sessions.add(new SessionEvent(Kind.ENDED, session));
  }

  @Override
  public void endLost(Session session, EndRequest request) {
    sessions.add(new SessionEvent(Kind.END_LOST, session));
  }

  @Override
  public void enriched(Session before, Session session) {
    sessions.add(new SessionEvent(Kind.ENRICHED, session));
  }

  @Override
  public void outcomeChanged(Session before, Session session) {
    sessions.add(new SessionEvent(Kind.OUTCOME_CHANGED, session));
  }

  @Override
  public void expiring(Session session, Instant at, LimitKind limit) {
    sessions.add(new SessionEvent(Kind.EXPIRING, session));
  }
}
