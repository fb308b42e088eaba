package dev.sessionlifecycle.internal.finalizer;

import java.util.List;

/** What a worker does next. */
sealed interface Job {

  /** Run the next step of a chain. */
  record Step(ChainRun run) implements Job {}

  /**
   * Write what is pending.
   *
   * @param again whether it may have been written before, by a call that failed
   * @param ahead whether it goes ahead of others
   */
  record Settle(List<ChainRun> runs, boolean again, boolean ahead) implements Job {}
}
