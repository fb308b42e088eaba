package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.SessionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The records of attempts. */
final class AttemptTable {
  private static final int MOST = 1_000;

  private final String insert;
  private final String all;
  private final String lastParked;

  AttemptTable(SqlText sql) {
    insert =
        sql.of(
            """
            INSERT INTO {attempt} (organization_id, session_id, step, attempt, node, started_at,
              ended_at, result, label)
            VALUES (:org, :session, :step, :attempt, :node, :started, :ended, :result, :label)""");
    all =
        sql.of(
            """
            SELECT a.step, a.attempt, a.node, a.started_at, a.ended_at, a.result, a.label
            FROM {attempt} a WHERE a.organization_id = :org AND a.session_id = :session
            ORDER BY a.id LIMIT :most""");
    // By the whole key, so that both databases walk it backwards and stop at the first that fits.
    lastParked =
        sql.of(
            """
            SELECT a.step, a.attempt, a.node, a.started_at, a.ended_at, a.result, a.label
            FROM {attempt} a WHERE a.organization_id = :org AND a.session_id = :session
              AND a.step = :step AND a.result = 'parked'
            ORDER BY a.organization_id DESC, a.session_id DESC, a.id DESC LIMIT 1""");
  }

  /** Collects the records of many sessions, to be written in one go. */
  final class Writing {
    private final PreparedBatch batch;

    Writing(Tx tx) {
      batch = tx.batch(insert);
    }

    void add(SessionKey session, List<AttemptRecord> records) {
      for (AttemptRecord record : records) {
        batch
            .bind("org", session.organizationId())
            .bind("session", session.sessionId())
            .bind("step", record.step())
            .bind("attempt", record.attempt())
            .bind("node", record.node())
            .bind("started", record.startedAt())
            .bind("ended", record.endedAt())
            .bind("result", record.result().name().toLowerCase(Locale.ROOT))
            .bindByType("label", record.label(), String.class)
            .add();
      }
    }

    void write() {
      if (batch.size() > 0) {
        batch.execute();
      }
    }
  }

  Writing writing(Tx tx) {
    return new Writing(tx);
  }

  List<AttemptRecord> all(Tx tx, SessionKey session) {
    return tx.query(all)
        .bind("org", session.organizationId())
        .bind("session", session.sessionId())
        .bind("most", MOST)
        .map((row, ctx) -> record(row))
        .list();
  }

  Optional<AttemptRecord> lastParked(Tx tx, SessionKey session, String step) {
    return tx.query(lastParked)
        .bind("org", session.organizationId())
        .bind("session", session.sessionId())
        .bind("step", step)
        .map((row, ctx) -> record(row))
        .findOne();
  }

  private static AttemptRecord record(ResultSet row) throws SQLException {
    return new AttemptRecord(
        row.getString(1),
        row.getInt(2),
        Rows.id(row, 3),
        Rows.time(row, 4),
        Rows.time(row, 5),
        result(row.getString(6)),
        row.getString(7));
  }

  /** A result of a newer version is told as lost: what came of it is not known here. */
  private static AttemptRecord.Result result(String text) {
    for (AttemptRecord.Result result : AttemptRecord.Result.values()) {
      if (result.name().equalsIgnoreCase(text)) {
        return result;
      }
    }
    return AttemptRecord.Result.LOST;
  }
}
