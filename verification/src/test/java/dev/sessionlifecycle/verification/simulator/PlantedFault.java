package dev.sessionlifecycle.verification.simulator;

/** What is broken on purpose, to see that the simulator detects it. */
enum PlantedFault {
  NOTHING,
  /** A settlement is written even if another worker holds the chain by then. */
  NO_FENCING,
  /** One settlement in the middle of a chain is reported as written but is not. */
  DROPPED_COMPLETION
}
