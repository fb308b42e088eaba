package dev.sessionlifecycle.finalize;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a step wants changed in the store: data, written by the engine in the transaction that
 * completes the step. Everything else stays as it is.
 *
 * <p>The engine checks the limits (message text 64 KiB of UTF-8, summary 16 KiB, subject 500 code
 * points, metadata and context variables 64 KiB encoded each, the parts of an external id 255 code
 * points and a name that triggered something 64, both not blank; the note of a disposition 1,000;
 * no NUL, no lone surrogate). Effects that break one are not written: the attempt counts as failed.
 */
public final class Effects {
  private static final Effects NONE = new Builder().build();

  private final Map<UUID, String> messageTexts;
  private final @Nullable String subject;
  private final @Nullable Map<String, Object> metadata;
  private final @Nullable Map<String, Object> contextVariables;
  private final @Nullable String reportedReason;
  private final @Nullable String summary;
  private final boolean memorySynced;
  private final @Nullable String externalSource;
  private final @Nullable String externalId;
  private final Map<String, String> triggeredBy;
  private final @Nullable String dispositionNote;

  private Effects(Builder builder) {
    this.messageTexts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.messageTexts));
    this.subject = builder.subject;
    this.metadata = builder.metadata;
    this.contextVariables = builder.contextVariables;
    this.reportedReason = builder.reportedReason;
    this.summary = builder.summary;
    this.memorySynced = builder.memorySynced;
    this.externalSource = builder.externalSource;
    this.externalId = builder.externalId;
    this.triggeredBy = Collections.unmodifiableMap(new LinkedHashMap<>(builder.triggeredBy));
    this.dispositionNote = builder.dispositionNote;
  }

  /** Nothing changes. */
  public static Effects none() {
    return NONE;
  }

  /** Begins with no changes. */
  public static Builder builder() {
    return new Builder();
  }

  /** New texts by message id. Ids of messages that do not exist are ignored. */
  public Map<UUID, String> messageTexts() {
    return messageTexts;
  }

  /** The new subject; null where it stays. */
  public @Nullable String subject() {
    return subject;
  }

  /** The new metadata; null where they stay. */
  public @Nullable Map<String, Object> metadata() {
    return metadata;
  }

  /** The new context variables; null where they stay. */
  public @Nullable Map<String, Object> contextVariables() {
    return contextVariables;
  }

  /** The new text of the reported reason; null where it stays. The reason itself never changes. */
  public @Nullable String reportedReason() {
    return reportedReason;
  }

  /** The new summary; null where it stays. */
  public @Nullable String summary() {
    return summary;
  }

  /** Whether the session's memory is now synced. */
  public boolean memorySynced() {
    return memorySynced;
  }

  /** The source of the external id as it is shown from now on; null where it stays. */
  public @Nullable String externalSource() {
    return externalSource;
  }

  /** The external id as it is shown from now on; null where it stays. */
  public @Nullable String externalId() {
    return externalId;
  }

  /**
   * New names by the names that they replace, wherever the session and its history record who or
   * what triggered something, or its disposition who recorded it. A name that does not occur is
   * ignored.
   */
  public Map<String, String> triggeredBy() {
    return triggeredBy;
  }

  /** The new note of the disposition; null where it stays. */
  public @Nullable String dispositionNote() {
    return dispositionNote;
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return messageTexts.isEmpty()
        && subject == null
        && metadata == null
        && contextVariables == null
        && reportedReason == null
        && summary == null
        && !memorySynced
        && externalId == null
        && triggeredBy.isEmpty()
        && dispositionNote == null;
  }

  /** Names the kinds of change and their number, never the content. */
  @Override
  public String toString() {
    return "Effects[messages="
        + messageTexts.size()
        + ", subject="
        + (subject != null)
        + ", metadata="
        + (metadata != null)
        + ", contextVariables="
        + (contextVariables != null)
        + ", reportedReason="
        + (reportedReason != null)
        + ", summary="
        + (summary != null)
        + ", memorySynced="
        + memorySynced
        + ", externalRef="
        + (externalId != null)
        + ", triggeredBy="
        + triggeredBy.size()
        + ", dispositionNote="
        + (dispositionNote != null)
        + "]";
  }

  /** Collects changes. Not thread-safe. */
  public static final class Builder {
    private final Map<UUID, String> messageTexts = new LinkedHashMap<>();
    private @Nullable String subject;
    private @Nullable Map<String, Object> metadata;
    private @Nullable Map<String, Object> contextVariables;
    private @Nullable String reportedReason;
    private @Nullable String summary;
    private boolean memorySynced;
    private @Nullable String externalSource;
    private @Nullable String externalId;
    private final Map<String, String> triggeredBy = new LinkedHashMap<>();
    private @Nullable String dispositionNote;

    private Builder() {}

    /** Replaces the text of one message. */
    public Builder replaceMessage(UUID id, String text) {
      messageTexts.put(Validator.require("id", id), Validator.require("text", text));
      return this;
    }

    /** Replaces the subject. */
    public Builder subject(String text) {
      this.subject = Validator.require("subject", text);
      return this;
    }

    /** Replaces the metadata whole. */
    public Builder metadata(Map<String, Object> values) {
      this.metadata = Validator.require("metadata", values);
      return this;
    }

    /** Replaces the context variables whole. */
    public Builder contextVariables(Map<String, Object> values) {
      this.contextVariables = Validator.require("context_variables", values);
      return this;
    }

    /** Replaces the text of the reported reason. */
    public Builder reportedReason(String text) {
      this.reportedReason = Validator.require("reported_reason", text);
      return this;
    }

    /** Writes the summary. */
    public Builder summary(String text) {
      this.summary = Validator.require("summary", text);
      return this;
    }

    /** Marks the session's memory as synced. */
    public Builder memorySynced() {
      this.memorySynced = true;
      return this;
    }

    /**
     * Replaces how the external id is shown. Lookups still use the id that the session was opened
     * with. A session without an external id gets none.
     */
    public Builder externalRef(String source, String id) {
      this.externalSource = Validator.require("source", source);
      this.externalId = Validator.require("id", id);
      return this;
    }

    /**
     * Replaces a name that triggered something, in the session, its history and its disposition. A
     * new name must not be one that is replaced itself.
     */
    public Builder replaceTriggeredBy(String from, String to) {
      triggeredBy.put(Validator.require("from", from), Validator.require("to", to));
      return this;
    }

    /** Replaces the note of the disposition. A session without a note gets none. */
    public Builder dispositionNote(String text) {
      this.dispositionNote = Validator.require("disposition_note", text);
      return this;
    }

    /** The effects. */
    public Effects build() {
      return new Effects(this);
    }
  }
}
