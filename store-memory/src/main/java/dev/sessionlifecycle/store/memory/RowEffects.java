package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps between a session's row and what steps read and write. */
final class RowEffects {

  private RowEffects() {}

  /** Returns the row with the steps' effects and, if its chain has finished, the time it did. */
  static Session apply(Session row, List<Effects> all, @Nullable Instant finalizedAt) {
    SessionBuilder changed = SessionBuilder.of(row);
    boolean described = false;
    for (Effects effects : all) {
      described |= describe(changed, effects);
      String reported = effects.reportedReason();
      String summary = effects.summary();
      if (reported != null) {
        changed.reportedReason(reported);
      }
      if (summary != null) {
        changed.summary(summary);
      }
      if (effects.memorySynced()) {
        changed.memorySynced(true);
      }
      rename(row, changed, effects);
    }
    if (described) {
      changed.version(row.version() + 1);
    }
    if (finalizedAt != null) {
      changed.finalizedAt(finalizedAt);
    }
    return changed.build();
  }

  private static void rename(Session row, SessionBuilder changed, Effects effects) {
    String source = effects.externalSource();
    String id = effects.externalId();
    if (row.externalRef() != null && source != null && id != null) {
      changed.externalRef(new ExternalRef(source, id));
    }
  }

  private static boolean describe(SessionBuilder changed, Effects effects) {
    String subject = effects.subject();
    Map<String, Object> metadata = effects.metadata();
    Map<String, Object> contextVariables = effects.contextVariables();
    if (subject != null) {
      changed.subject(subject);
    }
    if (metadata != null) {
      changed.metadata(metadata);
    }
    if (contextVariables != null) {
      changed.contextVariables(contextVariables);
    }
    return subject != null || metadata != null || contextVariables != null;
  }

  static ClosedSession closed(SessionCell cell) {
    Session row = cell.row;
    ExternalRef ref = row.externalRef();
    return new ClosedSession(
        row.organizationId(),
        row.id(),
        row.endUserId(),
        row.channel(),
        row.sessionType(),
        row.status(),
        Objects.requireNonNull(row.reason()),
        row.reportedReason(),
        Objects.requireNonNull(row.outcome()),
        row.startedAt(),
        Objects.requireNonNull(row.endedAt()),
        Objects.requireNonNull(row.durationMs()),
        row.messageCount(),
        row.subject(),
        row.metadata(),
        row.contextVariables(),
        row.summary(),
        ref == null ? null : ref.source(),
        ref == null ? null : ref.id(),
        cell.history(0, Integer.MAX_VALUE).stream()
            .map(HistoryEntry::triggeredBy)
            .collect(Collectors.toSet()));
  }
}
