package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Opens sessions, and finds those that already exist. */
final class ModelOpener {
  private final Map<SessionKey, ModelRow> rows;
  private final ModelEarlyEnds early;
  private final ModelEnd end;

  ModelOpener(Map<SessionKey, ModelRow> rows, ModelEarlyEnds early, ModelEnd end) {
    this.rows = rows;
    this.early = early;
    this.end = end;
  }

  OpenResult open(OpenIntent intent, Instant now) {
    Session draft = intent.draft();
    SessionKey key = new SessionKey(draft.organizationId(), draft.id());
    Optional<ModelRow> same = Optional.ofNullable(rows.get(key)).or(() -> byRef(draft));
    if (same.isPresent()) {
      Session there = same.get().session;
      return there.isEnded() ? new OpenResult.AlreadyEnded(there) : new OpenResult.Reused(there);
    }
    EarlyEnd kept = early.find(draft, now);
    if (kept != null && !isOlder(kept, intent)) {
      ModelRow row = insert(intent, false, now);
      end.apply(row, kept.toIntent(row.key(), draft.createdAt(), intent.closeDefaults()), now);
      return new OpenResult.AlreadyEnded(row.session, true);
    }
    Optional<ModelRow> holder =
        intent.policy() == OpenPolicy.ALWAYS_NEW ? Optional.empty() : holder(draft);
    if (holder.isEmpty()) {
      boolean holds = intent.policy() != OpenPolicy.ALWAYS_NEW;
      return new OpenResult.Opened(insert(intent, holds, now).session);
    }
    ModelRow old = holder.get();
    CloseIntent overdue = intent.overdue().end(old.session, now).orElse(null);
    if (overdue != null) {
      end.apply(old, overdue, now);
      return new OpenResult.Superseded(insert(intent, true, now).session, old.session);
    }
    CloseIntent displaced = intent.displaced();
    if (displaced == null) {
      return intent.policy() == OpenPolicy.REUSE
          ? new OpenResult.Reused(old.session)
          : new OpenResult.Rejected(old.session);
    }
    end.apply(old, displaced.forSession(old.key(), draft.id()), now);
    return new OpenResult.Superseded(insert(intent, true, now).session, old.session);
  }

  /** Whether an end is reported for before a session began, five minutes of doubt allowed. */
  private static boolean isOlder(EarlyEnd end, OpenIntent intent) {
    Instant reported = intent.reportedStart();
    Instant ended = end.endedAt();
    return ended != null
        && (reported == null
            ? ended.plus(Duration.ofMinutes(5)).isBefore(intent.draft().createdAt())
            : ended.isBefore(reported));
  }

  private ModelRow insert(OpenIntent intent, boolean holdsKey, Instant now) {
    ModelRow row = new ModelRow(intent.draft(), holdsKey, intent.triggeredBy(), now);
    Duration check = intent.firstCheckAfter();
    row.dueAt = check == null ? null : now.plus(check);
    rows.put(row.key(), row);
    early.remove(row.session);
    return row;
  }

  private Optional<ModelRow> holder(Session draft) {
    return rows.values().stream()
        .filter(row -> row.holdsKey && !row.session.isEnded())
        .filter(row -> row.session.organizationId().equals(draft.organizationId()))
        .filter(row -> row.session.endUserId().equals(draft.endUserId()))
        .filter(
            row ->
                Channels.normalized(row.session.channel())
                    .equals(Channels.normalized(draft.channel())))
        .filter(row -> row.session.sessionType() == draft.sessionType())
        .findFirst();
  }

  private Optional<ModelRow> byRef(Session draft) {
    ExternalRef ref = draft.externalRef();
    return ref == null ? Optional.empty() : byRef(draft.organizationId(), ref);
  }

  /** Returns the session opened under an external id. */
  Optional<ModelRow> byRef(UUID organizationId, ExternalRef ref) {
    return rows.values().stream()
        .filter(row -> row.session.organizationId().equals(organizationId))
        .filter(row -> ref.equals(row.openedAs))
        .findFirst();
  }
}
