package dev.sessionlifecycle.benchmarks.campaign;

/** What is broken on purpose, to see that the check of the history notices. */
public enum Tampering {
  /** Nothing. */
  NONE,
  /** Every settlement counts, whoever holds the chain meanwhile. */
  WITHOUT_FENCING,
  /** One settlement is said to be written and is not. */
  DROP_ONE_COMPLETION
}
