package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the signals of a live call leave behind for later ones, on whichever node these come: kept
 * in the metadata of the session. Immutable.
 *
 * @param lease the token of the lease under which a transcript may come after the end
 * @param isPresent the end users who have joined: whether they are still there
 * @param reason the reason that an explanation gave before the end
 * @param reported the same as it was reported
 */
record CallState(
    @Nullable Long lease,
    Map<String, Boolean> isPresent,
    @Nullable TerminationReason reason,
    @Nullable String reported) {
  /** The field of the metadata. */
  static final String FIELD = "provider_call";

  private static final String LEASE = "lease";
  private static final String PARTICIPANTS = "participants";
  private static final String REASON = "reason";
  private static final String REPORTED = "reported";

  static CallState of(Session session) {
    if (!(session.metadata().get(FIELD) instanceof Map<?, ?> fields)) {
      return new CallState(null, Map.of(), null, null);
    }
    Map<String, Boolean> isPresent = new TreeMap<>();
    if (fields.get(PARTICIPANTS) instanceof Map<?, ?> participants) {
      participants.forEach(
          (id, present) -> isPresent.put(String.valueOf(id), Boolean.TRUE.equals(present)));
    }
    return new CallState(
        fields.get(LEASE) instanceof Number token ? token.longValue() : null,
        isPresent,
        fields.get(REASON) instanceof String reason ? TerminationReason.coerce(reason) : null,
        fields.get(REPORTED) instanceof String reported ? reported : null);
  }

  /** Returns the metadata of the session with this state in place of the one before. */
  Map<String, Object> in(Session session) {
    Map<String, Object> fields = new TreeMap<>();
    if (lease != null) {
      fields.put(LEASE, lease);
    }
    if (!isPresent.isEmpty()) {
      fields.put(PARTICIPANTS, isPresent);
    }
    if (reason != null) {
      fields.put(REASON, reason.wire());
    }
    if (reported != null) {
      fields.put(REPORTED, reported);
    }
    Map<String, Object> metadata = new HashMap<>(session.metadata());
    metadata.put(FIELD, fields);
    return metadata;
  }

  CallState withLease(long token) {
    return new CallState(token, isPresent, reason, reported);
  }

  /** Returns the state with a participant who has joined, unless they have left before. */
  CallState joined(String participant) {
    return isPresent.containsKey(participant) ? this : with(participant, true);
  }

  CallState left(String participant) {
    return with(participant, false);
  }

  private CallState with(String participant, boolean present) {
    Map<String, Boolean> all = new TreeMap<>(isPresent);
    all.put(participant, present);
    return new CallState(lease, all, reason, reported);
  }

  boolean hasOthersThan(String participant) {
    return isPresent.entrySet().stream()
        .anyMatch(it -> it.getValue() && !it.getKey().equals(participant));
  }

  /** Returns the state with an explanation; the first one counts. */
  CallState explained(EndRequest end) {
    return reason != null ? this : new CallState(lease, isPresent, end.reason(), end.reported());
  }

  /** Returns an end with the explanation that came before it. */
  EndRequest explain(EndRequest end) {
    return reason == null
        ? end
        : new EndRequest(reason, reported, end.endedAt(), end.triggeredBy());
  }

  /** Contains neither participants nor what was reported. */
  @Override
  public String toString() {
    return "CallState[lease=" + lease + ", reason=" + reason + "]";
  }
}
