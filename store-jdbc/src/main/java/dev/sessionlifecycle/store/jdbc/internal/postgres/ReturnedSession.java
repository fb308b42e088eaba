package dev.sessionlifecycle.store.jdbc.internal.postgres;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionRows;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A session that a statement has updated and returned together with its detail. If the statement
 * had to wait for the row, it returns the current row but the detail as it was before the wait.
 *
 * @param isCurrent whether the detail certainly belongs to the returned row
 */
record ReturnedSession(Session session, boolean isCurrent) {

  /** Reads a row that has the columns of a session followed by the version of the detail. */
  static ReturnedSession of(ResultSet row) throws SQLException {
    Session session = SessionRows.session(row);
    return new ReturnedSession(session, row.getLong(SessionRows.COUNT + 1) == session.version());
  }

  SessionKey key() {
    return SessionKey.of(session);
  }

  /** Returns the session with its current detail, reading it again if needed. */
  Session current(Transaction tx, SessionTable sessions) {
    return isCurrent ? session : sessions.find(tx, key()).orElse(session);
  }
}
