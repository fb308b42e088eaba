package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Anonymizes sessions of the model: removes texts and identities. */
final class ModelAnonymizer {
  private static final String OTHER = "other";
  private static final Set<String> NAMES_NOBODY =
      Set.of(
          OTHER,
          TriggeredBy.USER,
          TriggeredBy.AGENT,
          TriggeredBy.ADMIN,
          TriggeredBy.API,
          TriggeredBy.SYSTEM,
          TriggeredBy.HOUSEKEEPING,
          TriggeredBy.ERASURE);

  private ModelAnonymizer() {}

  /**
   * Returns how many rows a database would have besides those of the session, its chain and its
   * history.
   */
  static long texts(ModelRow row) {
    return (long) row.messages.size()
        + row.evals.size()
        + (row.chain == null ? 0 : row.chain.attempts.size())
        + (row.openedAs == null ? 0 : 1);
  }

  /** Returns how many rows a database would delete or change. */
  static long anonymize(ModelRow row, DisposalIntent intent) {
    long changed =
        2
            + texts(row)
            + row.history.stream().filter(it -> !NAMES_NOBODY.contains(it.triggeredBy())).count();
    String by = row.session.triggeredBy();
    row.session =
        SessionBuilder.of(row.session)
            .endUserId(new UUID(0, 0))
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
            .triggeredBy(by == null || NAMES_NOBODY.contains(by) ? by : OTHER)
            .hasRecording(row.session.hasRecording() && !intent.recordingsDeleted())
            .retentionExpiresAt(intent.purgedLater() ? row.session.retentionExpiresAt() : null)
            .anonymized(true)
            .version(row.session.version() + 1)
            .build();
    row.messages.clear();
    row.evals.clear();
    row.deletedEvals = row.session.evalSummary();
    row.usageReports.clear();
    row.history.replaceAll(ModelAnonymizer::withoutName);
    if (row.chain != null) {
      row.chain.attempts.clear();
      row.chain.traceParent = null;
    }
    row.openedAs = null;
    row.owner = null;
    row.dueAt = row.session.retentionExpiresAt();
    row.anonymized = true;
    return changed;
  }

  private static HistoryEntry withoutName(HistoryEntry it) {
    return new HistoryEntry(
        it.sequence(),
        it.kind(),
        it.from(),
        it.to(),
        it.reason(),
        NAMES_NOBODY.contains(it.triggeredBy()) ? it.triggeredBy() : OTHER,
        it.at());
  }
}
