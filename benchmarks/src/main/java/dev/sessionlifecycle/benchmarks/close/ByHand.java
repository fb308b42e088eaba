package dev.sessionlifecycle.benchmarks.close;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What a host would write without the library: the reason is given, and nothing else is decided.
 */
final class ByHand {
  private static final String KEY = " WHERE organization_id = :org AND id = :id";
  private static final String LIVE =
      "('queued', 'ringing', 'active', 'paused', 'waiting_for_human', 'transferred',"
          + " 'awaiting_approval')";

  /** The shortest statement that leaves the same rows on PostgreSQL. */
  private static final String SHORTEST =
      String.format(
          Locale.ROOT,
          """
      WITH closed AS (
        UPDATE sl_session SET prior_status = status, status = 'closed',
          termination_reason = 'user_rejected', outcome = 'unreached', triggered_by = 'api',
          reported_reason = 'USER_REJECTED', ended_at = now(), closed_at = now(),
          updated_at = now(), status_since = now(), sweep_due_at = NULL,
          history_count = history_count + 1, retention_expires_at = now() + interval '90 days',
          retention_due_at = now() + interval '90 days',
          duration_ms = CAST(EXTRACT(EPOCH FROM now() - started_at) * 1000 AS bigint)
        WHERE organization_id = ? AND id = ? AND status IN %s
        RETURNING organization_id, id, created_month, history_count, prior_status),
      entry AS (
        INSERT INTO sl_history (organization_id, session_id, created_month, sequence, kind,
          from_status, to_status, reason, triggered_by, at)
        SELECT organization_id, id, created_month, history_count, 'ended', prior_status, 'closed',
          'user_rejected', 'api', now() FROM closed),
      born AS (
        INSERT INTO sl_chain (organization_id, session_id, shape, state, due_at)
        SELECT organization_id, id, 'by hand', 'by hand', now() FROM closed)
      SELECT id FROM closed""",
          LIVE);

  private ByHand() {}

  /**
   * Creates the table of steps that the hand-written transaction fills besides the library's own.
   */
  static void prepare(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE by_hand (organization_id uuid NOT NULL, session_id uuid NOT NULL,"
              + " step varchar(64) NOT NULL, state varchar(64) NOT NULL,"
              + " PRIMARY KEY (organization_id, session_id, step))");
    }
  }

  static Contender shortest(DataSource source) {
    return Contender.single(
        "shortest statement, raw JDBC",
        id -> {
          try (Connection connection = source.getConnection();
              PreparedStatement statement = connection.prepareStatement(SHORTEST)) {
            statement.setObject(1, Library.ORGANIZATION);
            statement.setObject(2, id);
            try (ResultSet rows = statement.executeQuery()) {
              Library.check(rows.next());
            }
          }
        });
  }

  /** Locks, reads, updates and inserts one by one, in a transaction through Jdbi. */
  static Contender naive(DataSource source) {
    Jdbi jdbi = Jdbi.create(source);
    return Contender.single(
        "naive transaction, Jdbi", id -> jdbi.useTransaction(handle -> naive(handle, id)));
  }

  private static void naive(Handle handle, UUID id) {
    String status =
        handle
            .createQuery("SELECT status FROM sl_session" + KEY + " FOR UPDATE")
            .bind("org", Library.ORGANIZATION)
            .bind("id", id)
            .mapTo(String.class)
            .one();
    Library.check(status.equals("active"));
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    handle
        .createUpdate(
            """
            UPDATE sl_session SET status = 'closed', termination_reason = :reason,
              outcome = :outcome, triggered_by = :by, reported_reason = :reported,
              ended_at = :now, closed_at = :now, updated_at = :now, status_since = :now,
              sweep_due_at = NULL, history_count = history_count + 1, retention_expires_at = :keep,
              retention_due_at = :keep, duration_ms = :duration"""
                + KEY)
        .bind("org", Library.ORGANIZATION)
        .bind("id", id)
        .bind("reason", "user_rejected")
        .bind("outcome", "unreached")
        .bind("by", "api")
        .bind("reported", Library.REASON)
        .bind("now", now)
        .bind("keep", now.plusDays(90))
        .bind("duration", 60_000L)
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO sl_history (organization_id, session_id, created_month, sequence, kind,
              from_status, to_status, reason, triggered_by, at)
            VALUES (:org, :id, 202601, 2, 'ended', :from, 'closed', 'user_rejected', 'api', :now)""")
        .bind("org", Library.ORGANIZATION)
        .bind("id", id)
        .bind("from", status)
        .bind("now", now)
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO sl_chain (organization_id, session_id, shape, state, due_at)
            VALUES (:org, :id, 'by hand', 'by hand', :now)""")
        .bind("org", Library.ORGANIZATION)
        .bind("id", id)
        .bind("now", now)
        .execute();
    for (String step : List.of("scrub", "summary", "memory")) {
      handle
          .createUpdate(
              "INSERT INTO by_hand (organization_id, session_id, step, state)"
                  + " VALUES (:org, :id, :step, 'pending')")
          .bind("org", Library.ORGANIZATION)
          .bind("id", id)
          .bind("step", step)
          .execute();
    }
  }
}
