package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * What an error of the database means. States are those of the SQL standard and of PostgreSQL; H2
 * has its own for lock time-outs (HYT00), deadlocks (40001) and concurrent updates (90131).
 */
final class Errors {
  /** The transaction was undone by the database, which invites to try again. */
  private static final Set<String> UNDONE = Set.of("40001", "40P01", "57P01", "57P02", "90131");

  /**
   * May go away by itself, but waited already, or whether it was done is not known: beside lock
   * time-outs and a server that starts, stops or is gone, an error of its disk (58030), and one
   * that only reads (25006), as a standby does until it has taken over.
   */
  private static final Set<String> TRANSIENT =
      Set.of("55P03", "57014", "57P03", "HYT00", "58030", "25006", "90067", "90098", "90121");

  /**
   * The classes of states that say the same: 08, the connection is broken; 53, the server lacks
   * something, such as room on its disk (53100), memory (53200) or connections (53300).
   */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "53");

  private Errors() {}

  /** The database's error in a chain of causes. */
  static @Nullable SQLException sql(@Nullable Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof SQLException sql) {
        return sql;
      }
      cause = cause.getCause();
    }
    return null;
  }

  /** Whether a unique key was there already. */
  static boolean isDuplicate(Throwable error) {
    return "23505".equals(state(error));
  }

  /** Whether rows that are there already contradict what is to hold from now on. */
  static boolean isCheck(Throwable error) {
    return "23514".equals(state(error));
  }

  /** Whether nothing was done, and the same may succeed at once. */
  static boolean isUndone(Throwable error) {
    return UNDONE.contains(state(error));
  }

  /** Whether another held a lock for longer than was to be waited. */
  static boolean isLockTimeout(Throwable error) {
    return "55P03".equals(state(error));
  }

  /** Whether a table is not there. */
  static boolean isMissingTable(Throwable error) {
    return "42P01".equals(state(error));
  }

  /** Whether the values themselves were refused, so that the same will never succeed. */
  static boolean isRefused(Throwable error) {
    String state = state(error);
    return state.startsWith("22") || state.startsWith("23");
  }

  /**
   * The error as the library tells it. Its text, and that of its cause, names the state, never what
   * was written; that of a connection that could not be had says why.
   */
  static StoreException translate(Throwable error) {
    if (error instanceof StoreException known) {
      return known;
    }
    String state = state(error);
    boolean mayRetry =
        UNDONE.contains(state)
            || TRANSIENT.contains(state)
            || TRANSIENT_CLASSES.contains(state.substring(0, Math.min(2, state.length())))
            || sql(error) instanceof SQLTransientConnectionException;
    String text =
        mayRetry ? "the database is not available" : "the database refused what the store asked";
    return new StoreException(
        state.isEmpty() ? text : text + " (" + state + ")", mayRetry, cause(error));
  }

  private static Throwable cause(Throwable error) {
    if (error instanceof ConnectionException) {
      return error;
    }
    SQLException sql = sql(error);
    Throwable copy = Textless.copy(sql == null ? error : sql);
    if (sql != null && sql != error) {
      for (Throwable suppressed : error.getSuppressed()) {
        copy.addSuppressed(Textless.copy(suppressed));
      }
    }
    return copy;
  }

  private static String state(Throwable error) {
    SQLException sql = sql(error);
    String state = sql == null ? null : sql.getSQLState();
    return state == null ? "" : state;
  }
}
