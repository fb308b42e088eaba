package dev.sessionlifecycle;

import dev.sessionlifecycle.session.CloseResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is called when this node begins to end sessions, and when that is over: for timers, and for spans
 * of a trace that are current meanwhile. {@link SessionListener} reports what was committed; this
 * one reports calls, whatever becomes of them.
 *
 * <p>Both calls are made on the thread that does the work, one within the other where calls are
 * nested. They must return quickly. What they throw is logged by class name and otherwise ignored:
 * neither the call nor another listener notices.
 *
 * <p>Sessions that end in passing are reported by {@link SessionListener#ended} alone: those that
 * an opening supersedes, and those whose time limit a message or an update finds passed.
 */
@FunctionalInterface
public interface EndListener {

  /**
   * A call begins to end sessions; its input has not been checked, and the source of {@link
   * SessionLifecycleBuilder#traceParent} is asked after this. The call is over when its {@link
   * SessionListener}s have been called. Within a transaction of the caller, that is before the
   * commit: what it did may be rolled back.
   *
   * @return what to call when the call is over
   */
  Completion endBegins(EndCall call);

  /** Is called when a call that ends sessions is over. */
  @FunctionalInterface
  interface Completion {

    /**
     * The call is over.
     *
     * @param results the sessions that it found, ended by it or before it. Those of many that
     *     failed are left out; empty where it threw, and where the end is kept for a session that
     *     is not open yet
     * @param thrown what it threw; null if it returned. Its message may have texts
     */
    void endCompleted(List<CloseResult> results, @Nullable Throwable thrown);
  }
}
