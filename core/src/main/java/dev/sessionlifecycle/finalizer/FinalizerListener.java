package dev.sessionlifecycle.finalizer;

/**
 * Receives the events of the finalizer on this node. Called on the thread that did the work, so it
 * must return quickly. An exception it throws is logged by class name and otherwise ignored.
 *
 * <p>Each event documents whether it is sent before or after a commit, or is not tied to one. An
 * event sent after a commit never reports anything that was not committed. It is missed if the
 * process dies in between, or if the reply of the store was lost and another node continued before
 * this one could look, so counts derived from events are lower bounds. Work that must not be missed
 * belongs in a step.
 */
@FunctionalInterface
public interface FinalizerListener {

  /** Handles an event. */
  void on(FinalizerEvent event);

  /** Returns a listener that ignores all events. */
  static FinalizerListener none() {
    return event -> {};
  }
}
