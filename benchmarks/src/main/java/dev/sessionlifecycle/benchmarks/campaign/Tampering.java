package dev.sessionlifecycle.benchmarks.campaign;

/** What is broken on purpose, to see that the check of the history detects it. */
public enum Tampering {
  /** Nothing. */
  NONE,
  /** Every settlement is written, even if another worker holds the chain by then. */
  WITHOUT_FENCING,
  /** One settlement is reported as written but is not. */
  DROP_ONE_COMPLETION
}
