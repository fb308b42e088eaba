package dev.sessionlifecycle.verification.simulator;

/** What is broken on purpose, to see that the simulator notices. */
enum PlantedFault {
  NOTHING,
  /** A settlement counts whoever holds the chain. */
  NO_FENCING,
  /** One settlement in the middle of a chain is said to be written and is not. */
  DROPPED_COMPLETION
}
