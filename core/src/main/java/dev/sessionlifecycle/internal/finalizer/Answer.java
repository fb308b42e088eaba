package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.Effects;
import java.time.Duration;

/** What came of an attempt, as the engine sees it: what the step answered, or how it failed. */
sealed interface Answer {
  /** The label of an attempt that took too long. */
  String TIMEOUT = "timeout";

  /** The label of an attempt that was given up because the finalizer stopped. */
  String STOPPED = "stopped";

  /** Done, with effects that keep the limits. */
  record Done(Effects effects) implements Answer {}

  /** Nothing to do. */
  record Skipped(String label) implements Answer {}

  /** The step asked for a later attempt. */
  record Later(Duration delay, String label) implements Answer {}

  /** The step said that trying again is pointless. */
  record Rejected(String label) implements Answer {}

  /** It threw, timed out, or answered what cannot be written. */
  record Failed(String label) implements Answer {}
}
