package dev.sessionlifecycle.retention;

/** Why an erasure kept a session. */
public enum KeptReason {
  /** It was opened, or is being closed, while the erasure ran. */
  LIVE,
  /** Its finalize chain has not finished. */
  UNFINISHED,
  /** A hold in force covers it. */
  HELD,
  /** Another transaction was working on it. */
  BUSY,
  /** Its recordings were not deleted. */
  RECORDINGS_FAILED
}
