package dev.sessionlifecycle.steps.pii;

/** The store's limits (see {@link dev.sessionlifecycle.finalize.Effects}). */
final class ScrubLimits {

  static final int MESSAGE_BYTES = 64 * 1024;
  static final int SUMMARY_BYTES = 16 * 1024;
  static final int MAP_BYTES = 64 * 1024;
  static final int SUBJECT_CODE_POINTS = 500;
  static final int REPORTED_CODE_POINTS = 1_000;
  static final int EXTERNAL_CODE_POINTS = 255;
  static final int TRIGGERED_BY_CODE_POINTS = 64;
  static final int DISPOSITION_NOTE_CODE_POINTS = 1_000;

  private ScrubLimits() {}
}
