package dev.sessionlifecycle.store.jdbc.internal.retention;

import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.rules.Anonymizer;
import dev.sessionlifecycle.spi.rules.DisposalCandidate;
import dev.sessionlifecycle.store.jdbc.internal.row.FirstAttempts;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.JsonColumn;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Purges and anonymizes sessions, and stores receipts. It takes a shared lock on the organization's
 * guard, locks the rows of the sessions and their chains (skipping rows that others have locked),
 * and only then, in a later statement, reads what the decision depends on. None of that can change
 * until the transaction ends.
 */
public final class Disposer {
  private static final UUID NIL = new UUID(0, 0);

  /** Deletes everything except messages and history, in lock order. */
  private static final List<String> DELETES =
      List.of(
          "delete_attempts",
          "delete_external_refs",
          "delete_chains",
          "delete_eval_runs",
          "delete_details",
          "delete_sessions");

  private static final List<String> ANONYMIZES =
      List.of(
          "delete_messages",
          "delete_attempts",
          "delete_eval_runs",
          "delete_external_refs",
          "anonymize_history",
          "anonymize_details",
          "anonymize_sessions");

  private final SqlTemplates sql;
  private final HoldTable holds;
  private final String lockSessions;
  private final String lockChains;
  private final String candidates;
  private final String leaveChain;
  private final List<String> deletes;
  private final List<String> deletesByMonth;
  private final List<String> anonymizes;
  private final @Nullable String clearChains;
  private final String insertReceipt;
  private final String listReceipts;
  private final String listUnfinishedErasures;
  private final String forgetEndUser;

  public Disposer(SqlTemplates sql, HoldTable holds) {
    this.holds = holds;
    lockSessions = sql.get("lock_ended_sessions");
    lockChains = sql.get("lock_chains");
    candidates = sql.get("disposal_candidates");
    leaveChain = sql.get("leave_chain");
    deletesByMonth = DELETES.stream().map(name -> sql.get(name)).toList();
    deletes =
        Stream.concat(
                Stream.of(sql.get("delete_messages"), sql.get("delete_history")),
                deletesByMonth.stream())
            .toList();
    anonymizes = ANONYMIZES.stream().map(name -> sql.get(name)).toList();
    clearChains = sql.hasVersion(2) ? sql.get("clear_chains") : null;
    insertReceipt = sql.get("insert_receipt");
    listReceipts = sql.get("list_receipts");
    listUnfinishedErasures = sql.get("list_unfinished_erasures");
    forgetEndUser = sql.get("forget_end_user_of_receipts");
    this.sql = sql;
  }

  /**
   * A session, with the state of its chain if something of it is left to do.
   *
   * @param attempts how many attempts are kept with its chain
   */
  private record Candidate(
      UUID id, DisposalCandidate facts, int messages, @Nullable ChainState chain, int attempts) {
    int undelivered() {
      return chain == null ? 0 : chain.undelivered();
    }
  }

  /**
   * The decision about each session, which holds until the transaction ends.
   *
   * @param approved the sessions that may be disposed of
   * @param refused the reason for each of the others
   * @param messages how many messages the approved sessions have
   * @param attempts how many attempts are kept with their chains; a receipt counts each like one
   *     that has a row, since where it is kept says nothing about the session
   * @param undelivered how many deliveries of their chains have not succeeded
   * @param chains the states of their chains that are for purges, by session
   * @param now the store's time
   */
  record Decision(
      List<UUID> approved,
      Map<UUID, Refusal> refused,
      long messages,
      long attempts,
      long undelivered,
      Map<UUID, ChainState> chains,
      Instant now) {}

  DisposalReply dispose(Transaction tx, DisposalIntent intent) {
    Decision decision = decide(tx, intent);
    if (decision.approved().isEmpty()) {
      return new DisposalReply(List.of(), decision.refused(), null);
    }
    boolean anonymize = intent.kind() == Receipt.Kind.ANONYMIZE;
    if (!anonymize) {
      leaveChains(tx, intent, decision);
    }
    long rows = run(tx, anonymize ? anonymizes : deletes, intent, decision.approved());
    if (anonymize && clearChains != null) {
      run(tx, List.of(clearChains), intent, decision.approved());
    }
    return new DisposalReply(
        decision.approved(), decision.refused(), receipt(tx, intent, decision, rows));
  }

  /** Locks the sessions and decides about each of them. */
  Decision decide(Transaction tx, DisposalIntent intent) {
    UUID organization = intent.organizationId();
    holds.shareGuard(tx, organization);
    Set<UUID> locked = new HashSet<>(ids(tx, lockSessions, organization, intent.sessionIds()));
    if (!locked.isEmpty()) {
      locked.retainAll(ids(tx, lockChains, organization, List.copyOf(locked)));
    }
    Instant now = tx.now();
    Map<UUID, Refusal> refused = new LinkedHashMap<>();
    intent.sessionIds().forEach(id -> refused.put(id, Refusal.MISSING));
    List<UUID> approved = new ArrayList<>();
    long messages = 0;
    long attempts = 0;
    long undelivered = 0;
    Map<UUID, ChainState> chains = new LinkedHashMap<>();
    for (Candidate candidate : candidates(tx, organization, intent.sessionIds())) {
      Refusal refusal =
          candidate
              .facts()
              .refusal(intent, now)
              .orElse(locked.contains(candidate.id()) ? null : Refusal.BUSY);
      if (refusal == null) {
        refused.remove(candidate.id());
        approved.add(candidate.id());
        messages += candidate.messages();
        attempts += candidate.attempts();
        undelivered += candidate.undelivered();
        ChainState chain = candidate.chain();
        if (chain != null && chain.isForPurges()) {
          chains.put(candidate.id(), chain);
        }
      } else {
        refused.put(candidate.id(), refusal);
      }
    }
    return new Decision(approved, refused, messages, attempts, undelivered, chains, now);
  }

  /**
   * Deletes the approved sessions, except their messages and history, which are dropped with the
   * partitions of their month.
   *
   * @param rowsOfMonth how many rows they have in those partitions
   */
  Receipt disposeByMonth(
      Transaction tx, DisposalIntent intent, Decision decision, long rowsOfMonth) {
    leaveChains(tx, intent, decision);
    long rows = run(tx, deletesByMonth, intent, decision.approved());
    return receipt(tx, intent, decision, rowsOfMonth + rows);
  }

  /** Leaves a chain for each session that has deliveries on a purge. */
  private void leaveChains(Transaction tx, DisposalIntent intent, Decision decision) {
    UUID organization = intent.organizationId();
    decision
        .chains()
        .forEach(
            (id, chain) ->
                tx.update(leaveChain)
                    .bind("org", organization)
                    .bind("id", id)
                    .bind("left", UUID.randomUUID())
                    .bind(
                        "state",
                        chain.purged(new PurgedSession(organization, id, decision.now())).encode())
                    .execute());
  }

  private Receipt receipt(Transaction tx, DisposalIntent intent, Decision decision, long rows) {
    Receipt receipt =
        intent.receipt(
            decision.now(),
            decision.approved().size(),
            decision.messages(),
            rows + decision.attempts(),
            intent.kind() == Receipt.Kind.ANONYMIZE ? 0 : decision.undelivered());
    insert(tx, receipt);
    return receipt;
  }

  private void insert(Transaction tx, Receipt receipt) {
    if (receipt.reason() != null) {
      sql.requireVersion(2, "ErasureRequest.withReason");
    }
    tx.update(insertReceipt)
        .bind("org", receipt.organizationId())
        .bind("id", receipt.id())
        .bind("kind", receipt.kind().name().toLowerCase(Locale.ROOT))
        .bind("policy", receipt.policyId())
        .bind("by", receipt.triggeredBy())
        .bind("at", receipt.at())
        .bind("sessions", receipt.sessions())
        .bind("messages", receipt.messages())
        .bind("rows", receipt.rows())
        .bind("undelivered", receipt.undelivered())
        .bind("kept", receipt.kept())
        .bindByType("reason", receipt.reason(), String.class)
        .bindByType("user", receipt.endUserId(), UUID.class)
        .execute();
  }

  void recordErasure(
      Transaction tx, UUID organization, UUID endUser, @Nullable Receipt unfinished) {
    tx.update(forgetEndUser).bind("org", organization).bind("user", endUser).execute();
    if (unfinished != null) {
      insert(tx, unfinished);
    }
  }

  /** Returns how many rows were deleted or changed. */
  private long run(Transaction tx, List<String> statements, DisposalIntent intent, List<UUID> ids) {
    long rows = 0;
    for (String statement : statements) {
      rows +=
          tx.update(statement)
              .bind("org", intent.organizationId())
              .bind("ids", tx.array("uuid", ids))
              .bind("anonymous", Anonymizer.ANONYMOUS_USER)
              .bind("other", Anonymizer.OTHER_CALLER)
              .bind("usual", tx.array("varchar", Anonymizer.USUAL))
              .bind("recordingsDeleted", intent.recordingsDeleted())
              .bind("purgedLater", intent.purgedLater())
              .bind("empty", JsonColumn.write(Map.of()))
              .execute();
    }
    return rows;
  }

  private List<UUID> ids(Transaction tx, String statement, UUID organization, List<UUID> of) {
    return tx.query(statement)
        .bind("org", organization)
        .bind("ids", tx.array("uuid", of))
        .map((row, ctx) -> Columns.id(row, 1))
        .list();
  }

  private List<Candidate> candidates(Transaction tx, UUID organization, List<UUID> of) {
    return tx.query(candidates)
        .bind("org", organization)
        .bind("ids", tx.array("uuid", of))
        .map((row, ctx) -> candidate(row))
        .list();
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        Columns.id(row, 1),
        new DisposalCandidate(
            SessionStatus.fromWire(row.getString(2)),
            row.getBoolean(3),
            Columns.timeOrNull(row, 4) != null,
            row.getBoolean(5),
            Columns.time(row, 6),
            Columns.timeOrNull(row, 7),
            row.getBoolean(8),
            Columns.timeOrNull(row, 9) != null),
        row.getBoolean(8) ? 0 : row.getInt(10),
        chain(row.getString(11), row.getInt(12)),
        FirstAttempts.count(row.getString(13)));
  }

  private static @Nullable ChainState chain(@Nullable String state, int enrichments) {
    try {
      return state == null ? null : ChainState.decode(state).enriched(enrichments);
    } catch (IllegalArgumentException unreadable) {
      return null; // written by a newer version
    }
  }

  /** Returns receipts of an organization, ordered by id. Receipts are never deleted. */
  List<Receipt> receipts(Transaction tx, UUID organization, @Nullable UUID after, int limit) {
    return receipts(tx, listReceipts, organization, after, limit);
  }

  /** Returns the receipts that name an end user; none on a schema that cannot hold them. */
  List<Receipt> unfinishedErasures(
      Transaction tx, UUID organization, @Nullable UUID after, int limit) {
    return receipts(tx, listUnfinishedErasures, organization, after, limit);
  }

  private static List<Receipt> receipts(
      Transaction tx, String statement, UUID organization, @Nullable UUID after, int limit) {
    return tx.query(statement)
        .bind("org", organization)
        .bind("after", after == null ? NIL : after)
        .bind("limit", limit)
        .map((row, ctx) -> receipt(row))
        .list();
  }

  private static Receipt receipt(ResultSet row) throws SQLException {
    return new Receipt(
        Columns.id(row, 1),
        Columns.id(row, 2),
        Receipt.Kind.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
        Columns.idOrNull(row, 4),
        row.getString(5),
        Columns.time(row, 6),
        row.getLong(7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10),
        row.getLong(11),
        row.getString(12),
        Columns.idOrNull(row, 13));
  }
}
