package dev.sessionlifecycle.store.jdbc.internal.lifecycle;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
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
import dev.sessionlifecycle.store.jdbc.internal.row.DecidedEnd;
import dev.sessionlifecycle.store.jdbc.internal.row.ExternalRefTable;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.LockedSession;
import dev.sessionlifecycle.store.jdbc.internal.row.PolicyTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private final @Nullable EndsWriter endsWriter;

  /**
   * Creates the service.
   *
   * @param endsWriter writes many ends of one organization; null to write them one by one
   */
  public CloseSession(
      SessionTable sessions,
      HistoryTable history,
      ExternalRefTable externalRefs,
      ChainTable chains,
      PolicyTable policies,
      AppendMessages appending,
      @Nullable EndsWriter endsWriter) {
    this.sessions = sessions;
    this.history = history;
    this.externalRefs = externalRefs;
    this.chains = chains;
    this.policies = policies;
    this.appending = appending;
    this.endsWriter = endsWriter;
  }

  public CloseReply close(Transaction tx, CloseIntent intent) {
    LockedSession row = sessions.lock(tx, intent.session()).orElse(null);
    CloseReply refusal = refusal(row, intent);
    if (row == null || refusal != null) {
      return Objects.requireNonNull(refusal, "refusal");
    }
    CloseIntent current = intent.withCurrentChains(() -> chains.current(tx));
    DecidedEnd end =
        decide(
            row,
            appending.writeBuffer(tx, row, current.buffer(), current.at()),
            current,
            policies.deciding(tx, row, current.defaults().defaultPolicy()));
    write(tx, end);
    return new CloseReply.Closed(end.after());
  }

  /**
   * Closes distinct sessions in lock order, all with the same defaults: in a few statements where
   * the store works on one organization at a time and nothing is buffered, else one by one.
   */
  public List<CloseReply> closeTogether(Transaction tx, List<CloseIntent> inOrder) {
    if (endsWriter == null
        || inOrder.size() == 1
        || inOrder.stream().anyMatch(intent -> !intent.buffer().isEmpty())) {
      return inOrder.stream().map(intent -> close(tx, intent)).toList();
    }
    List<CloseReply> replies = new ArrayList<>();
    List<DecidedEnd> ends = new ArrayList<>();
    Map<UUID, LockedSession> rows = lock(tx, inOrder);
    Policies known = new Policies();
    CloseDefaults defaults = inOrder.get(0).withCurrentChains(() -> chains.current(tx)).defaults();
    for (CloseIntent asked : inOrder) {
      CloseIntent intent = asked.toBuilder().terms(defaults).build();
      LockedSession row = rows.get(intent.session().sessionId());
      CloseReply refusal = refusal(row, intent);
      if (row == null || refusal != null) {
        replies.add(Objects.requireNonNull(refusal, "refusal"));
        continue;
      }
      DecidedEnd end = decide(row, row.session(), intent, known.deciding(tx, row, defaults));
      ends.add(end);
      replies.add(new CloseReply.Closed(end.after()));
    }
    if (!ends.isEmpty()) {
      endsWriter.write(tx, ends);
    }
    return replies;
  }

  private Map<UUID, LockedSession> lock(Transaction tx, List<CloseIntent> inOrder) {
    Map<UUID, LockedSession> rows = new HashMap<>();
    List<UUID> ids = inOrder.stream().map(intent -> intent.session().sessionId()).toList();
    UUID organization = inOrder.get(0).session().organizationId();
    for (LockedSession row : sessions.lockAll(tx, organization, tx.array("uuid", ids))) {
      rows.put(row.session().id(), row);
    }
    return rows;
  }

  /** Returns why the session is not ended; null if it is to be. */
  private static @Nullable CloseReply refusal(@Nullable LockedSession row, CloseIntent intent) {
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
    return null;
  }

  /**
   * Decides what an end writes.
   *
   * @param session the session of the row, with what its owner had buffered
   */
  private static DecidedEnd decide(
      LockedSession row, Session session, CloseIntent intent, RetentionPolicy policy) {
    Session ended = EndRules.stamp(session, intent, policy, row.now());
    HistoryEntry entry =
        new HistoryEntry(
            row.entries() + 1,
            HistoryEntry.Kind.ENDED,
            row.session().status(),
            ended.status(),
            ended.reason(),
            StoringRules.triggeredBy(ended.storing(), intent.triggeredBy()),
            ended.updatedAt());
    return new DecidedEnd(
        row,
        ended,
        entry,
        intent.defaults().chains().definitionFor(ended.sessionType()),
        intent.defaults().traceParent(),
        RetentionRules.firstCheckAfter(policy, ended).orElse(null),
        intent.guard() instanceof CloseGuard.Owned);
  }

  private void write(Transaction tx, DecidedEnd end) {
    LockedSession before = end.before();
    sessions.saveEnded(
        tx, before, end.after(), end.entry().sequence(), end.retentionDueAt(), end.isByOwner());
    history.insert(tx, before.key(), before.month(), end.entry());
    chains.insert(tx, end);
  }

  /** The stored policies that were read in a call. */
  private final class Policies {
    private final Map<Optional<UUID>, RetentionPolicy> read = new HashMap<>();

    RetentionPolicy deciding(Transaction tx, LockedSession row, CloseDefaults defaults) {
      return read.computeIfAbsent(
          Optional.ofNullable(row.session().retentionPolicyId()),
          id -> policies.deciding(tx, row, defaults.defaultPolicy()));
    }
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
