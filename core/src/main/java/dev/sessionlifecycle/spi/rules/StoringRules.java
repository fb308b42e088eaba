package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.FieldChange;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.Storing;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session keeps of texts that are written to it, by its mode: pure functions. They need no
 * scrubber: what has to be scrubbed was scrubbed before it came here, or is left out.
 */
public final class StoringRules {
  private StoringRules() {}

  /** Whether texts have to be scrubbed before they are written. */
  public static boolean needsScrub(Storing mode) {
    return mode == Storing.SCRUBBED_ON_WRITE;
  }

  /** Returns the messages as they are written: without texts where only facts are stored. */
  public static List<Message> messages(Storing mode, List<Message> messages) {
    return mode != Storing.FACTS_ONLY
        ? messages
        : messages.stream()
            .map(it -> new Message(it.id(), it.role(), "", it.sentAt(), it.turnId()))
            .toList();
  }

  /**
   * Returns a reported reason as it is written: the name of the reason that it is, unless
   * everything is stored. Null if it is none.
   */
  public static @Nullable String reported(Storing mode, @Nullable String reported) {
    if (mode == Storing.FULL || reported == null) {
      return reported;
    }
    TerminationReason reason = TerminationReason.coerce(reported);
    return reason == TerminationReason.UNKNOWN ? null : reason.wire();
  }

  /**
   * Returns who or what triggered something: one of the usual words, unless everything is stored.
   */
  public static String triggeredBy(Storing mode, String name) {
    return mode == Storing.FULL ? name : Anonymizer.triggeredBy(name);
  }

  /** Whether an update has texts that may have to be scrubbed. */
  public static boolean hasTexts(SessionUpdate update) {
    return update.subject() != null
        || update.metadata() != null
        || update.contextVariables() != null;
  }

  /** Returns an update as it is written: without texts where only facts are stored. */
  public static SessionUpdate update(Storing mode, SessionUpdate update) {
    if (mode != Storing.FACTS_ONLY || !hasTexts(update)) {
      return update;
    }
    FieldChange<String> noSubject = update.subject() == null ? null : new FieldChange<>(null);
    return new SessionUpdate(
        noSubject,
        update.metadata() == null ? null : Map.of(),
        update.contextVariables() == null ? null : Map.of(),
        update.priority(),
        update.assignedAgentId(),
        update.retentionPolicyId(),
        update.hasRecording());
  }
}
