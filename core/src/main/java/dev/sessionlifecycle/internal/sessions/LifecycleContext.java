package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.EndListener;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.internal.support.GuardedCalls;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies of the operations on sessions.
 *
 * @param clock the business clock
 * @param ids makes new ids
 * @param limits the bounds of input
 * @param timeLimits how long sessions may stay in a status
 * @param closeDefaults the defaults of every end, but for its trace context
 * @param traceParent the trace context of the running call, checked; throws nothing
 * @param listener receives the events; throws nothing
 * @param endListeners receive the beginning and the end of calls that end sessions
 * @param inputScrubber scrubs input that no finalize step reaches
 * @param wake wakes the finalize engine of this node
 * @param afterCallWork how long after its end a session takes a disposition and usage
 */
public record LifecycleContext(
    InstantSource clock,
    Supplier<UUID> ids,
    Limits limits,
    TimeLimits timeLimits,
    CloseDefaults closeDefaults,
    Supplier<@Nullable String> traceParent,
    SessionListener listener,
    List<EndListener> endListeners,
    InputScrubber inputScrubber,
    Runnable wake,
    Duration afterCallWork) {
  /** Receives nothing: where no listener is registered. */
  public static final SessionListener NO_LISTENER = new SessionListener() {};

  /** Returns the business time, truncated to the microsecond. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns the defaults for the ends of the running call, with its trace context. */
  public CloseDefaults endDefaults() {
    String trace = traceParent.get();
    return trace == null ? closeDefaults : closeDefaults.withTraceParent(trace);
  }

  /** Whether any listener wants to know of calls that end sessions. */
  boolean reportsEnds() {
    return !endListeners.isEmpty();
  }

  /**
   * Runs a call that ends sessions, and reports its beginning and its end.
   *
   * @param ends the sessions that it found, from what the work returns
   */
  public <R> R reported(
      EndCall call, Supplier<R> work, Function<? super R, List<CloseResult>> ends) {
    List<EndListener.Completion> begun = GuardedCalls.begin(endListeners, it -> it.endBegins(call));
    R result;
    try {
      result = work.get();
    } catch (Throwable e) {
      GuardedCalls.complete(begun, it -> it.endCompleted(List.of(), e));
      throw e;
    }
    List<CloseResult> results = begun.isEmpty() ? List.of() : ends.apply(result);
    GuardedCalls.complete(begun, it -> it.endCompleted(results, null));
    return result;
  }

  /** Returns the end of a session whose limit has passed; the store checks it again. */
  public CloseIntent expired(Session session, Expiry.At expiry) {
    return CloseIntent.builder(SessionKey.of(session), now(), endDefaults())
        .triggeredBy(TriggeredBy.HOUSEKEEPING)
        .target(expiry.to())
        .reason(expiry.reason())
        .reasonIfNeverActive(TerminationReason.PARTICIPANT_JOIN_TIMEOUT)
        .end(new EndTime.LastActivity())
        .guard(new CloseGuard.Due(session.status(), expiry.limit(), expiry.after()))
        .build();
  }

  /** Returns the end of a live session by its time limits, if one has passed. */
  Optional<CloseIntent> overdue(Session live, Instant storeNow) {
    return timeLimits.explain(live) instanceof Expiry.At expiry && !expiry.at().isAfter(storeNow)
        ? Optional.of(expired(live, expiry))
        : Optional.empty();
  }

  /** Returns a copy for work that the caller commits later: its events are remembered. */
  LifecycleContext remembering(RememberedEvents events) {
    return new LifecycleContext(
        clock,
        ids,
        limits,
        timeLimits,
        closeDefaults,
        traceParent,
        listener == NO_LISTENER ? listener : events,
        endListeners,
        inputScrubber,
        events::wake,
        afterCallWork);
  }

  /** Notifies the listener and the finalize engine of this node of an end. */
  public void announce(Session ended) {
    wake.run();
    listener.ended(ended);
  }

  /** Notifies the listener if a change has given an ended session another outcome. */
  void announceChange(Session before, Session after) {
    if (before.outcome() != after.outcome()) {
      listener.outcomeChanged(before, after);
    }
  }
}
