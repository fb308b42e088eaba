package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What is left of a session that is anonymized: a pure function, as {@link EndRules} is. */
public final class Anonymizer {
  /** The end user of an anonymized session: the nil UUID. */
  public static final UUID ANONYMOUS_USER = new UUID(0, 0);

  /** Replaces a {@code triggered_by} that is none of the usual values. */
  public static final String OTHER_CALLER = "other";

  /** The values of {@code triggered_by} that name no person and are kept. */
  public static final Set<String> USUAL =
      Set.of(
          TriggeredBy.USER,
          TriggeredBy.AGENT,
          TriggeredBy.ADMIN,
          TriggeredBy.API,
          TriggeredBy.SYSTEM,
          TriggeredBy.HOUSEKEEPING,
          TriggeredBy.ERASURE,
          OTHER_CALLER);

  private Anonymizer() {}

  /**
   * The session without texts and identities, kept for ever or until its retention date. Outcome,
   * reason, statuses, counts, usage and times stay. Beside it all messages, attempts and eval runs
   * go, an owner's lease is given up, and the history keeps everything but who caused it, see
   * {@link #triggeredBy}.
   *
   * @param intent whether its recordings are gone, and whether it is purged later
   */
  public static Session of(Session row, DisposalIntent intent) {
    String triggeredBy = row.triggeredBy();
    return SessionBuilder.of(row)
        .endUserId(ANONYMOUS_USER)
        .externalRef(null)
        .subject(null)
        .assignedAgentId(null)
        .previousSessionId(null)
        .supersededById(null)
        .metadata(Map.of())
        .contextVariables(Map.of())
        .reportedReason(null)
        .summary(null)
        .disposition(null)
        .triggeredBy(triggeredBy == null ? null : triggeredBy(triggeredBy))
        .hasRecording(row.hasRecording() && !intent.recordingsDeleted())
        .retentionExpiresAt(intent.purgedLater() ? row.retentionExpiresAt() : null)
        .anonymized(true)
        .version(row.version() + 1)
        .build();
  }

  /** What stays of who or what caused something. */
  public static String triggeredBy(String before) {
    return USUAL.contains(before) ? before : OTHER_CALLER;
  }
}
