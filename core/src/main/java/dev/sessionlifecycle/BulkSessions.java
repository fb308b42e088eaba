package dev.sessionlifecycle;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.SessionFilter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Many sessions of an organization in one call, in few round trips to the store. Each element is
 * atomic by itself and has its own result, in its place; several for one session count one after
 * the other, in their order. If a value is out of bounds the whole call is refused, and every
 * violation names the index of its element, such as {@code [3].channel}.
 *
 * <p>A call takes 1 to 1,000 elements. A {@link StoreException} partway leaves the elements before
 * it done: ids make it safe to call again. Other errors as in {@link OrganizationSessions}. Not
 * meant to be implemented by users: methods may be added.
 */
public interface BulkSessions {

  /** The most elements of a call: 1,000. */
  int MOST = 1_000;

  /**
   * Opens many, each as {@link OrganizationSessions#open} does. Those whose policy is not {@link
   * OpenPolicy#ALWAYS_NEW} may end one another, and take a round trip or several of their own.
   */
  List<BulkResult<OpenResult>> open(List<SessionRequest> requests);

  /** Appends to many, each as {@link OrganizationSessions#append(UUID, List)} does. */
  List<BulkResult<AppendResult>> append(List<SessionMessages> messages);

  /**
   * Closes many for one reason, each as {@link OrganizationSessions#close(UUID, EndRequest)} does.
   */
  List<BulkResult<CloseResult>> close(List<UUID> sessionIds, EndRequest request);

  /**
   * Closes the live sessions that a filter selects, the newest first, page by page. One that has
   * moved to another status between being selected and being ended is left alone. Continuing from
   * the previous page, even after a crash, misses none of the sessions that existed at the start;
   * starting over is safe too, since closed sessions are no longer selected.
   *
   * @param cursor where to go on, from the page before; null for the first page
   * @param limit the most sessions to close: 1 to 500
   */
  BulkClosePage close(SessionFilter filter, EndRequest request, @Nullable String cursor, int limit);
}
