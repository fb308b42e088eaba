package dev.sessionlifecycle.verification.support;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Records the events of a lifecycle, in their order. */
public final class RecordedEvents implements SessionListener {

  /**
   * An event.
   *
   * @param name the method that was called
   * @param session the session as it is now
   * @param details its other arguments
   */
  public record Event(String name, Session session, List<Object> details) {
    @Override
    public String toString() {
      return name + details + " of " + session.id();
    }
  }

  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

  /** Returns the events since the last call, and forgets them. */
  public List<Event> drain() {
    synchronized (events) {
      List<Event> drained = List.copyOf(events);
      events.clear();
      return drained;
    }
  }

  private void record(String name, Session session, Object... details) {
    events.add(new Event(name, session, Arrays.asList(details)));
  }

  @Override
  public void opened(Session session) {
    record("opened", session);
  }

  @Override
  public void moved(Session session, SessionStatus from) {
    record("moved", session, from);
  }

  @Override
  public void ended(Session session) {
    record("ended", session);
  }

  @Override
  public void endLost(Session session, EndRequest request) {
    record("endLost", session, request);
  }

  @Override
  public void enriched(Session before, Session session) {
    record("enriched", session, before);
  }

  @Override
  public void outcomeChanged(Session before, Session session) {
    record("outcomeChanged", session, before);
  }

  @Override
  public void evaluated(Session session, EvalRun run) {
    record("evaluated", session, run);
  }

  @Override
  public void expiring(Session session, Instant at, LimitKind limit) {
    record("expiring", session, at, limit);
  }
}
