package dev.sessionlifecycle.store.jdbc.internal.distributed;

import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.EndsWriter;
import dev.sessionlifecycle.store.jdbc.internal.row.DecidedEnd;
import dev.sessionlifecycle.store.jdbc.internal.sql.ArrayParameters;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the ends of one organization with one statement for each table. */
public final class OrganizationEndsWriter implements EndsWriter {
  private final Consumer<UUID> madeDue;
  private final PreparedSql save;
  private final PreparedSql insertHistory;
  private final PreparedSql insertChains;

  /**
   * Creates a writer.
   *
   * @param madeDue gets the organizations in which chains become due
   */
  public OrganizationEndsWriter(SqlTemplates sql, Consumer<UUID> madeDue) {
    this.madeDue = madeDue;
    save = sql.prepared("save_ended_sessions");
    insertHistory = sql.prepared("insert_history_of_ends");
    insertChains = sql.prepared("insert_chains");
  }

  @Override
  public void write(Transaction tx, List<DecidedEnd> ends) {
    UUID organization = ends.get(0).after().organizationId();
    madeDue.accept(organization);
    tx.update(
        save,
        keyed(tx, organization, ends)
            .add("statuses", "varchar", ends, it -> it.after().statusText())
            .add("statusSince", "timestamptz", ends, time(it -> it.after().statusSince()))
            .add("successors", "uuid", ends, it -> it.after().supersededById())
            .add("entries", "integer", ends, it -> it.entry().sequence())
            .add("updatedAt", "timestamptz", ends, time(it -> it.after().updatedAt()))
            .add("endedAt", "timestamptz", ends, time(it -> it.after().endedAt()))
            .add("closedAt", "timestamptz", ends, time(it -> it.after().closedAt()))
            .add("keepUntil", "timestamptz", ends, time(it -> it.after().retentionExpiresAt()))
            .add("checkAt", "timestamptz", ends, time(DecidedEnd::retentionDueAt))
            .add("finalizedAt", "timestamptz", ends, time(it -> it.after().finalizedAt()))
            .add("durations", "bigint", ends, it -> it.after().durationMs())
            .add("reasons", "varchar", ends, it -> reason(it.after()))
            .add("reported", "text", ends, it -> it.after().reportedReason())
            .add("outcomes", "varchar", ends, it -> outcome(it.after()))
            .add("triggeredBy", "varchar", ends, it -> it.after().triggeredBy())
            .add("disowned", "boolean", ends, DecidedEnd::isByOwner)
            .values());
    tx.update(
        insertHistory,
        keyed(tx, organization, ends)
            .add("months", "integer", ends, it -> it.before().month())
            .add("sequences", "integer", ends, it -> it.entry().sequence())
            .add("froms", "varchar", ends, it -> from(it.entry()))
            .add("tos", "varchar", ends, it -> it.entry().to().wire())
            .add("reasons", "varchar", ends, it -> reason(it.after()))
            .add("triggeredBy", "varchar", ends, it -> it.entry().triggeredBy())
            .add("ats", "timestamptz", ends, time(it -> it.entry().at()))
            .values());
    tx.update(
        insertChains,
        keyed(tx, organization, ends)
            .add("shapes", "varchar", ends, it -> it.chain().digest())
            .add("states", "text", ends, it -> ChainState.initial(it.chain()).encode())
            .add("due", "timestamptz", ends, time(DecidedEnd::chainDueAt))
            .add("finished", "timestamptz", ends, time(DecidedEnd::chainFinishedAt))
            .add("waitsFor", "bigint", ends, DecidedEnd::waitsFor)
            .add("traces", "varchar", ends, DecidedEnd::traceParent)
            .values());
  }

  private static ArrayParameters keyed(Transaction tx, UUID organization, List<DecidedEnd> ends) {
    return new ArrayParameters(tx.connection())
        .add("org", organization)
        .add("ids", "uuid", ends, it -> it.after().id());
  }

  private static Function<DecidedEnd, @Nullable Object> time(
      Function<DecidedEnd, @Nullable Instant> get) {
    return end -> {
      Instant time = get.apply(end);
      return time == null ? null : Columns.utc(time);
    };
  }

  private static @Nullable String from(HistoryEntry entry) {
    return entry.from() == null ? null : entry.from().wire();
  }

  private static @Nullable String reason(Session session) {
    return session.reason() == null ? null : session.reason().wire();
  }

  private static @Nullable String outcome(Session session) {
    return session.outcome() == null ? null : session.outcome().wire();
  }
}
