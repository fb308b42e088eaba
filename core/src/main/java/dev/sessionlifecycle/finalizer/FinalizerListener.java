package dev.sessionlifecycle.finalizer;

/**
 * Is told what the finalizer does on this node. Called on the thread that did it: be quick. What it
 * throws is logged by class and otherwise ignored.
 *
 * <p>Each event says whether it is told before or after a commit, or tells of none. One that is
 * told after a commit is never told of what was not committed: the store has it. It is missed where
 * the process dies in between, and where the answer of the store was lost and another node went on
 * before this one could look, so that counts drawn from events are lower bounds. What must not be
 * missed belongs into a step.
 */
@FunctionalInterface
public interface FinalizerListener {

  /** Something happened. */
  void on(FinalizerEvent event);

  /** Listens to nothing. */
  static FinalizerListener none() {
    return event -> {};
  }
}
