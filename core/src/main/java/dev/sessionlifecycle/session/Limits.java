package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;

/**
 * The bounds of what a caller may give. Lengths count code points, sizes count bytes of UTF-8, so
 * that every store measures alike.
 *
 * @param messageBytes the largest text of a message; 64 KiB
 * @param messagesPerAppend the most messages of one append; 1,000
 * @param jsonBytes the largest metadata, and the largest context variables, encoded; 64 KiB
 * @param jsonDepth the deepest nesting of these, at most {@link #JSON_DEPTH}; 16
 * @param subjectLength the longest subject; 500
 * @param summaryBytes the largest summary; 16 KiB
 * @param pageSize the largest page; 500
 * @param messagesPerSession the most messages of a session; 100,000. Its end never fails for this:
 *     what a worker held back until then (at most the {@code bufferSize} of a runtime) is written
 *     in addition
 * @param bytesPerSession the most bytes of text that the messages of a session have together, as
 *     they were appended; 128 MiB. What is written with the end is in addition, as above
 * @param transcriptBytes the largest transcript that a step is given whole; 8 MiB
 */
public record Limits(
    int messageBytes,
    int messagesPerAppend,
    int jsonBytes,
    int jsonDepth,
    int subjectLength,
    int summaryBytes,
    int pageSize,
    int messagesPerSession,
    long bytesPerSession,
    int transcriptBytes) {

  /** The deepest nesting of JSON that may be allowed, and that every store gives back: 1,000. */
  public static final int JSON_DEPTH = 1_000;

  /** The longest channel: 32. */
  public static final int CHANNEL_LENGTH = 32;

  /** The longest {@code triggered_by}: 64. */
  public static final int TRIGGERED_BY_LENGTH = 64;

  /** The longest source and the longest id of an external id: 255 each. */
  public static final int EXTERNAL_REF_LENGTH = 255;

  /** What is kept of a reported reason: 1,000. */
  public static final int REPORTED_REASON_LENGTH = 1_000;

  /** The earliest time that is taken. */
  public static final Instant MIN_TIME = Validator.MIN_TIME;

  /** The latest time that is taken. */
  public static final Instant MAX_TIME = Validator.MAX_TIME;

  private static final Limits DEFAULTS = new Limits(65_536, 1_000, 65_536, 16, 500, 16_384, 500);

  /** Limits with the default bounds of a whole session and its transcript. */
  public Limits(
      int messageBytes,
      int messagesPerAppend,
      int jsonBytes,
      int jsonDepth,
      int subjectLength,
      int summaryBytes,
      int pageSize) {
    this(
        messageBytes,
        messagesPerAppend,
        jsonBytes,
        jsonDepth,
        subjectLength,
        summaryBytes,
        pageSize,
        100_000,
        128L << 20,
        8 << 20);
  }

  /** Returns a copy with these bounds of a whole session. */
  public Limits withSession(int messages, long bytes) {
    return new Limits(
        messageBytes,
        messagesPerAppend,
        jsonBytes,
        jsonDepth,
        subjectLength,
        summaryBytes,
        pageSize,
        messages,
        bytes,
        transcriptBytes);
  }

  /** Returns a copy with this bound of a transcript that a step is given whole. */
  public Limits withTranscriptBytes(int bytes) {
    return new Limits(
        messageBytes,
        messagesPerAppend,
        jsonBytes,
        jsonDepth,
        subjectLength,
        summaryBytes,
        pageSize,
        messagesPerSession,
        bytesPerSession,
        bytes);
  }

  /** Checks that each bound is at least 1, and the depth not above what can be. */
  public Limits {
    Validator validator = new Validator();
    validator.atLeastOne("message_bytes", messageBytes);
    validator.atLeastOne("messages_per_append", messagesPerAppend);
    validator.atLeastOne("json_bytes", jsonBytes);
    validator.range("json_depth", jsonDepth, 1, JSON_DEPTH);
    validator.atLeastOne("subject_length", subjectLength);
    validator.atLeastOne("summary_bytes", summaryBytes);
    validator.atLeastOne("page_size", pageSize);
    validator.atLeastOne("messages_per_session", messagesPerSession);
    validator.atLeastOne("bytes_per_session", bytesPerSession);
    validator.atLeastOne("transcript_bytes", transcriptBytes);
    validator.throwIfInvalid();
  }

  /** The default bounds. */
  public static Limits defaults() {
    return DEFAULTS;
  }
}
