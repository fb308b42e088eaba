package dev.sessionlifecycle.retention;

/** What becomes of an ended session when it are past their retention date. */
public enum Disposal {
  /** Everything of it is deleted. */
  PURGE,
  /**
   * Texts and identities go: messages, subject, metadata, context variables, summary, reported
   * reason, external id, attempts, end user and assigned agent. Outcome, reason, statuses and times
   * stay, for reporting.
   */
  ANONYMIZE
}
