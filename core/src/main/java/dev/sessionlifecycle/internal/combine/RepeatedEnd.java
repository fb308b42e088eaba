package dev.sessionlifecycle.internal.combine;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.rules.StoringRules;
import java.time.Instant;
import java.util.Objects;

/** Ends a session again after an attempt that has failed, and may have been committed. */
public final class RepeatedEnd {
  private RepeatedEnd() {}

  /**
   * Ends the session, or finds that the attempt before has ended it.
   *
   * @param failure how that attempt failed
   * @throws StoreException that is transient, if it is not known which of two ends has won
   */
  public static CloseReply close(SessionStore store, CloseIntent intent, Throwable failure) {
    CloseReply reply = store.close(intent);
    if (!(reply instanceof CloseReply.AlreadyEnded found) || !mayBeOwn(found.session(), intent)) {
      return reply;
    }
    Session ended = found.session();
    if (intent.at().equals(ended.closedAt()) && isBySame(ended, intent)) {
      return new CloseReply.Closed(ended);
    }
    // Its time was moved behind what the row had, or the scrub has replaced who triggered it.
    throw new StoreException(
        "the connection broke, and it is not known whether this call has ended the session",
        true,
        failure instanceof StoreException error ? error.sqlState().orElse(null) : null,
        failure);
  }

  /** Whether an end may have been written for this intent. */
  private static boolean mayBeOwn(Session ended, CloseIntent intent) {
    Instant closedAt = ended.closedAt();
    return ended.status() == intent.target()
        && Objects.equals(intent.successorId(), ended.supersededById())
        && (intent.at().equals(closedAt)
            || (isBySame(ended, intent) && closedAt != null && closedAt.isAfter(intent.at())));
  }

  private static boolean isBySame(Session ended, CloseIntent intent) {
    return StoringRules.triggeredBy(ended.storing(), intent.triggeredBy())
        .equals(ended.triggeredBy());
  }
}
