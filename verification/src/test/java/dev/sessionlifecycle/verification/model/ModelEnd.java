package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry.Kind;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The end of a session, derived from the contract alone. */
final class ModelEnd {
  private final ModelPolicies policies;
  private final ModelChains chains;

  ModelEnd(ModelPolicies policies, ModelChains chains) {
    this.policies = policies;
    this.chains = chains;
  }

  CloseReply apply(ModelRow row, CloseIntent asked, Instant now) {
    CloseIntent intent = asked.withCurrentChains(chains::current);
    Session before = row.session;
    if (before.isEnded()) {
      return new CloseReply.AlreadyEnded(before);
    }
    if (!before.status().isLive() || !isMet(intent.guard(), row, now)) {
      return new CloseReply.GuardFailed(before);
    }
    row.write(intent.buffer(), intent.at(), now);
    stamp(row, intent, now);
    row.record(Kind.ENDED, before.status(), row.session.reason(), intent.triggeredBy());
    ChainDefinition shape = intent.defaults().chains().definitionFor(before.sessionType());
    row.chain = new ModelChain(shape, dueAt(row, intent.guard(), now), now);
    row.chain.traceParent = intent.defaults().traceParent();
    Duration look = policies.firstCheckAfter(row.session, intent.defaults().defaultPolicy());
    row.dueAt = look == null ? null : now.plus(look);
    if (shape.isFinishedAtOnce()) {
      row.session = SessionBuilder.of(row.session).finalizedAt(now).build();
    }
    if (intent.guard() instanceof CloseGuard.Owned) {
      row.owner = null;
    }
    return new CloseReply.Closed(row.session);
  }

  private static boolean isMet(CloseGuard guard, ModelRow row, Instant now) {
    Session session = row.session;
    if (guard instanceof CloseGuard.InStatus in) {
      return session.status() == in.status();
    }
    if (guard instanceof CloseGuard.Owned owned) {
      return row.isOwnedBy(owned.token(), now);
    }
    if (guard instanceof CloseGuard.Lapsed lapsed) {
      return row.owner != null
          && row.owner.token() == lapsed.token()
          && !row.owner.until().isAfter(now);
    }
    if (guard instanceof CloseGuard.Due due) {
      Instant since = since(session, due.limit());
      return session.status() == due.status()
          && since != null
          && !since.plus(due.after()).isAfter(now);
    }
    return true;
  }

  private static @Nullable Instant since(Session session, LimitKind limit) {
    if (limit == LimitKind.IDLE) {
      return session.lastActivityAt();
    }
    return session.status() == SessionStatus.ACTIVE ? session.activatedAt() : session.statusSince();
  }

  private void stamp(ModelRow row, CloseIntent intent, Instant now) {
    Session session = row.session;
    boolean active = session.activatedAt() != null;
    TerminationReason reason = intent.endReason(active).reason();
    OutcomeCategory outcome = intent.endReason(active).outcome(session.isEngaged());
    Instant closedAt =
        latest(session.lastMessageAt(), ModelRow.latest(session.updatedAt(), intent.at()));
    Instant endedAt = endedAt(session, intent.end(), closedAt);
    Duration keep = policies.keep(session, outcome, intent.defaults().defaultPolicy());
    row.session =
        SessionBuilder.of(session)
            .status(intent.target())
            .statusSince(ModelRow.latest(session.statusSince(), now))
            .reason(reason)
            .reportedReason(intent.reportedReason())
            .outcome(outcome)
            .triggeredBy(intent.triggeredBy())
            .supersededById(intent.successorId())
            .endedAt(endedAt)
            .closedAt(closedAt)
            .updatedAt(closedAt)
            .durationMs(Duration.between(session.startedAt(), endedAt).toMillis())
            .retentionExpiresAt(keep == null ? null : now.plus(keep))
            .build();
  }

  private static Instant endedAt(Session session, EndTime end, Instant closedAt) {
    Instant told = closedAt;
    if (end instanceof EndTime.Reported it) {
      told = it.at();
    } else if (end instanceof EndTime.LastActivity) {
      told = session.lastActivityAt();
    }
    Instant earliest = latest(session.lastMessageAt(), session.startedAt());
    return told.isBefore(earliest) ? earliest : told.isAfter(closedAt) ? closedAt : told;
  }

  private static Instant latest(@Nullable Instant one, Instant other) {
    return one == null ? other : ModelRow.latest(one, other);
  }

  /** Stamps an ended session again: its outcome, and how long it is kept, never shorter. */
  void restamp(ModelRow row, TerminationReason reason, RetentionPolicy fallback) {
    Session before = row.session;
    OutcomeCategory outcome = reason.outcome(before.isEngaged());
    Duration keep = policies.keep(before, outcome, fallback);
    Instant until = keep == null ? null : before.statusSince().plus(keep);
    Instant kept = before.retentionExpiresAt();
    Instant later = kept == null || until == null ? null : ModelRow.latest(kept, until);
    row.session =
        SessionBuilder.of(before).reason(reason).outcome(outcome).retentionExpiresAt(later).build();
  }

  /** Sets when an ended session that was stamped again is due for a decision. */
  void retime(ModelRow row, Session before, RetentionPolicy fallback) {
    Session after = row.session;
    if (!Objects.equals(before.retentionExpiresAt(), after.retentionExpiresAt())
        || !Objects.equals(before.archivedAt(), after.archivedAt())) {
      Duration archive = policies.archiveAfter(after, fallback);
      Duration anonymize = policies.anonymizeAfter(after, fallback);
      row.dueAt = after.retentionExpiresAt();
      if (archive != null && after.archivedAt() == null) {
        dueNoLaterThan(row, after.statusSince().plus(archive));
      }
      if (anonymize != null && !row.anonymized) {
        dueNoLaterThan(row, after.statusSince().plus(anonymize));
      }
    }
  }

  private static void dueNoLaterThan(ModelRow row, Instant at) {
    if (row.dueAt == null || at.isBefore(row.dueAt)) {
      row.dueAt = at;
    }
  }

  /** Stamps the end again after held-back messages were written. */
  void flushed(ModelRow row, Session before, RetentionPolicy fallback) {
    TerminationReason reason = row.session.reason();
    Instant last = row.session.lastMessageAt();
    if (reason == null || last == null) {
      return;
    }
    Instant endedAt = latest(row.session.endedAt(), last);
    Instant closedAt = latest(row.session.closedAt(), last);
    row.session =
        SessionBuilder.of(row.session)
            .endedAt(endedAt)
            .closedAt(closedAt)
            .updatedAt(ModelRow.latest(row.session.updatedAt(), closedAt))
            .durationMs(Duration.between(row.session.startedAt(), endedAt).toMillis())
            .archivedAt(null)
            .build();
    restamp(row, reason, fallback);
    retime(row, before, fallback);
  }

  /**
   * The chain waits for an owner that still buffers messages, unless that owner ends the session.
   */
  private static Instant dueAt(ModelRow row, CloseGuard guard, Instant now) {
    ModelRow.Owner owner = row.owner;
    boolean waits =
        owner != null
            && owner.buffering()
            && owner.until().isAfter(now)
            && !(guard instanceof CloseGuard.Owned);
    return waits && owner != null ? owner.until() : now;
  }
}
