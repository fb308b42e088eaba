package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.rules.EndRules;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ends a session under the lock of its row: every case, in a few statements. */
final class Closing {
  private final Tables tables;
  private final Appending appending;

  Closing(Tables tables, Appending appending) {
    this.tables = tables;
    this.appending = appending;
  }

  CloseReply close(Tx tx, CloseIntent intent) {
    LockedRow row = tables.sessions().lock(tx, intent.session()).orElse(null);
    if (row == null) {
      return new CloseReply.Missing();
    }
    Session session = row.session();
    if (session.isEnded()) {
      return new CloseReply.AlreadyEnded(session);
    } else if (!session.status().isLive()
        || !EndRules.isMet(
            intent.guard(), session, row.now(), row.heldToken(), row.lapsedToken())) {
      return new CloseReply.GuardFailed(session);
    }
    return new CloseReply.Closed(end(tx, row, intent));
  }

  private Session end(Tx tx, LockedRow row, CloseIntent intent) {
    Session full = appending.writeBuffer(tx, row, intent.buffer(), intent.at());
    RetentionPolicy policy =
        tables
            .policies()
            .deciding(tx, full.organizationId(), full.retentionPolicyId())
            .orElse(intent.defaults().defaultPolicy());
    Session ended = EndRules.stamp(full, intent, policy, row.now());
    boolean isByOwner = intent.guard() instanceof CloseGuard.Owned;
    int entries = row.entries() + 1;
    Duration look =
        policy
            .firstCheckAfter(
                Objects.requireNonNull(ended.outcome()), ended.channel(), ended.sessionType())
            .orElse(null);
    tables.sessions().saveEnded(tx, row, ended, entries, look, isByOwner);
    HistoryEntry entry =
        new HistoryEntry(
            entries,
            HistoryEntry.Kind.ENDED,
            row.session().status(),
            ended.status(),
            ended.reason(),
            intent.triggeredBy(),
            ended.updatedAt());
    tables.history().insert(tx, row.key(), row.month(), entry);
    tables
        .chains()
        .insert(
            tx,
            ended,
            intent.defaults().chains().definitionFor(ended.sessionType()),
            row.now(),
            awaited(row, isByOwner));
    return ended;
  }

  /** The owner who still holds messages back, unless it is he who ends the session. */
  private static @Nullable LockedRow awaited(LockedRow row, boolean isByOwner) {
    return !isByOwner && row.buffering() && row.heldToken() != null ? row : null;
  }
}
