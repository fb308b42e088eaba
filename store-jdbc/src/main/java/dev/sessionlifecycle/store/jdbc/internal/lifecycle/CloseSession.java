package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.rules.EndRules;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import dev.sessionlifecycle.spi.rules.StoringRules;
import dev.sessionlifecycle.store.jdbc.internal.row.ChainTable;
import dev.sessionlifecycle.store.jdbc.internal.row.ExternalRefTable;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.LockedSession;
import dev.sessionlifecycle.store.jdbc.internal.row.PolicyTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Closes one or many sessions, holding the locks on their rows. Covers every case in a few
 * statements.
 */
public final class CloseSession {
  /** The maximum number of sessions in one transaction. */
  private static final int MOST = 200;

  private final SessionTable sessions;
  private final HistoryTable history;
  private final ExternalRefTable externalRefs;
  private final ChainTable chains;
  private final PolicyTable policies;
  private final AppendMessages appending;

  public CloseSession(
      SessionTable sessions,
      HistoryTable history,
      ExternalRefTable externalRefs,
      ChainTable chains,
      PolicyTable policies,
      AppendMessages appending) {
    this.sessions = sessions;
    this.history = history;
    this.externalRefs = externalRefs;
    this.chains = chains;
    this.policies = policies;
    this.appending = appending;
  }

  public CloseReply close(Transaction tx, CloseIntent intent) {
    LockedSession row = sessions.lock(tx, intent.session()).orElse(null);
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

  private Session end(Transaction tx, LockedSession row, CloseIntent asked) {
    CloseIntent intent = asked.withCurrentChains(() -> chains.current(tx));
    Session full = appending.writeBuffer(tx, row, intent.buffer(), intent.at());
    RetentionPolicy policy = policies.deciding(tx, row, intent.defaults().defaultPolicy());
    Session ended = EndRules.stamp(full, intent, policy, row.now());
    boolean isByOwner = intent.guard() instanceof CloseGuard.Owned;
    int entries = row.entries() + 1;
    Duration retentionDueIn = RetentionRules.firstCheckAfter(policy, ended).orElse(null);
    sessions.saveEnded(tx, row, ended, entries, retentionDueIn, isByOwner);
    HistoryEntry entry =
        new HistoryEntry(
            entries,
            HistoryEntry.Kind.ENDED,
            row.session().status(),
            ended.status(),
            ended.reason(),
            StoringRules.triggeredBy(ended.storing(), intent.triggeredBy()),
            ended.updatedAt());
    history.insert(tx, row.key(), row.month(), entry);
    ChainDefinition shape = intent.defaults().chains().definitionFor(ended.sessionType());
    // The chain waits for an owner that still buffers messages, unless that owner closes the
    // session.
    boolean waits = !isByOwner && row.buffering() && row.heldToken() != null;
    chains.insert(tx, ended, shape, intent.defaults().traceParent(), row.now(), waits ? row : null);
    return ended;
  }

  /** Closes the session with this external id, or keeps the end until a session opens under it. */
  public CloseReply closeExternal(Transaction tx, ExternalRef ref, CloseIntent intent) {
    UUID organization = intent.session().organizationId();
    ExternalRefTable.Entry entry = externalRefs.lock(tx, organization, ref).orElse(null);
    if (entry == null) {
      externalRefs.insertEarlyEnd(tx, organization, ref, EarlyEnd.of(intent));
      return new CloseReply.Kept();
    } else if (entry.session() != null) {
      SessionKey key = new SessionKey(organization, entry.session());
      return close(tx, intent.forSession(key, intent.successorId()));
    }
    EarlyEnd end = EarlyEnd.of(intent);
    EarlyEnd known = entry.early();
    EarlyEnd merged = known == null ? end : known.enrichedBy(end);
    if (!merged.equals(known)) {
      externalRefs.replaceEarlyEnd(tx, organization, ref, merged);
    }
    return new CloseReply.Kept();
  }

  /**
   * Closes many sessions in few calls.
   *
   * @param together closes distinct sessions in one transaction, in lock order, all with the same
   *     defaults, and either all with a buffer or all without
   */
  public static List<CloseReply> closeAll(
      List<CloseIntent> intents, Function<List<CloseIntent>, List<CloseReply>> together) {
    @Nullable CloseReply[] replies = new CloseReply[intents.size()];
    for (List<LockOrder.Placed<CloseIntent>> round :
        LockOrder.batches(intents, CloseIntent::session)) {
      for (List<LockOrder.Placed<CloseIntent>> group : groups(round)) {
        List<CloseReply> closed =
            together.apply(group.stream().map(LockOrder.Placed::intent).toList());
        for (int i = 0; i < group.size(); i++) {
          replies[group.get(i).place()] = closed.get(i);
        }
      }
    }
    List<CloseReply> all = new ArrayList<>();
    for (CloseReply reply : replies) {
      all.add(Objects.requireNonNull(reply, "reply"));
    }
    return all;
  }

  private record Kind(CloseDefaults defaults, boolean isWithoutBuffer) {}

  private static List<List<LockOrder.Placed<CloseIntent>>> groups(
      List<LockOrder.Placed<CloseIntent>> round) {
    Map<Kind, List<LockOrder.Placed<CloseIntent>>> open = new LinkedHashMap<>();
    List<List<LockOrder.Placed<CloseIntent>>> groups = new ArrayList<>();
    for (LockOrder.Placed<CloseIntent> placed : round) {
      Kind kind = new Kind(placed.intent().defaults(), placed.intent().buffer().isEmpty());
      List<LockOrder.Placed<CloseIntent>> group =
          open.computeIfAbsent(kind, it -> new ArrayList<>());
      if (group.isEmpty()) {
        groups.add(group);
      }
      group.add(placed);
      if (group.size() == MOST) {
        open.remove(kind);
      }
    }
    return groups;
  }
}
