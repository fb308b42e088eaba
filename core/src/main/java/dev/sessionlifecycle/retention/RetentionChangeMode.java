package dev.sessionlifecycle.retention;

/** What a recalculation of retention may do to the time for which closed sessions are kept. */
public enum RetentionChangeMode {
  /** Sessions are kept for longer or as long as before. */
  NEVER_SHORTER,
  /** Sessions may also be kept for a shorter time than before. */
  ALLOW_SHORTER
}
