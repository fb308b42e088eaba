package dev.sessionlifecycle.console;

/** What a user of the console may do. Whatever is not given is neither offered nor accepted. */
public enum ConsolePermission {
  /** See the screens, with texts masked. Without it nothing is shown. */
  VIEW,
  /** See texts of sessions whose scrub is done, and unmapped reasons as they were reported. */
  READ_TEXTS,
  /** Let parked steps run again. */
  REPLAY,
  /** Count parked steps as skipped. */
  SKIP,
  /** End live sessions. */
  END,
  /** Place and release legal holds. */
  HOLD,
  /** Erase end users. */
  ERASE
}
