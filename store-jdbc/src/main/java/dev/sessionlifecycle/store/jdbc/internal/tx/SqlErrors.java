package dev.sessionlifecycle.store.jdbc.internal.tx;

import dev.sessionlifecycle.errors.StoreException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies database exceptions. The states are those of the SQL standard and of PostgreSQL; H2
 * has its own for lock timeouts (HYT00), deadlocks (40001) and concurrent updates (90131).
 */
public final class SqlErrors {
  /** The database rolled the transaction back; it can be retried at once. */
  private static final Set<String> UNDONE = Set.of("40001", "40P01", "57P01", "57P02", "90131");

  /**
   * Failures that may pass by themselves, but that have waited already or may have had an effect:
   * lock timeouts, a server that is starting, stopping or gone, an error of its disk (58030), and a
   * read-only server (25006), such as a standby before it is promoted.
   */
  private static final Set<String> TRANSIENT =
      Set.of("55P03", "57014", "57P03", "HYT00", "58030", "25006", "90067", "90098", "90121");

  /**
   * Classes of transient states: 08, the connection is broken; 53, the server lacks resources, such
   * as disk space (53100), memory (53200) or connections (53300).
   */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "53");

  private SqlErrors() {}

  /** Returns the first SQL exception in a chain of causes. */
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

  /** Whether a unique key was violated. */
  public static boolean isDuplicate(Throwable error) {
    return "23505".equals(state(error));
  }

  /** Whether a check constraint was violated, possibly by rows that exist already. */
  public static boolean isCheck(Throwable error) {
    return "23514".equals(state(error));
  }

  /** Whether the work had no effect and may succeed if retried at once. */
  public static boolean isUndone(Throwable error) {
    return UNDONE.contains(state(error));
  }

  /** Whether a lock was not obtained in time. */
  public static boolean isLockTimeout(Throwable error) {
    return "55P03".equals(state(error));
  }

  /** Whether a table does not exist. */
  public static boolean isMissingTable(Throwable error) {
    return "42P01".equals(state(error));
  }

  /** Whether the values themselves were rejected, so that a retry can never succeed. */
  public static boolean isRefused(Throwable error) {
    String state = state(error);
    return state.startsWith("22") || state.startsWith("23");
  }

  /**
   * Returns the exception for the caller. Its message and that of its cause contain the SQL state,
   * never data; the cause is kept unchanged only if no connection could be opened.
   */
  public static StoreException translate(Throwable error) {
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
    Throwable copy = RedactedErrors.copy(sql == null ? error : sql);
    if (sql != null && sql != error) {
      for (Throwable suppressed : error.getSuppressed()) {
        copy.addSuppressed(RedactedErrors.copy(suppressed));
      }
    }
    return copy;
  }

  private static String state(Throwable error) {
    SQLException sql = sql(error);
    String state = sql == null ? null : sql.getSQLState();
    return state == null ? "" : state;
  }

  /**
   * Copies exceptions without their messages, since databases and drivers quote data in them: the
   * rejected row, the duplicate key, every statement of a batch with its values. The copy keeps the
   * kind of {@link SQLException}, the name of its class, its state and code, and the stack trace.
   */
  private static final class RedactedErrors {
    /** How many levels of causes are copied. */
    private static final int DEEPEST = 10;

    /** Subclasses come before their superclasses. */
    private static final List<Kind> KINDS =
        List.of(
            new Kind(SQLTransientConnectionException.class, SQLTransientConnectionException::new),
            new Kind(SQLTransactionRollbackException.class, SQLTransactionRollbackException::new),
            new Kind(SQLTimeoutException.class, SQLTimeoutException::new),
            new Kind(SQLTransientException.class, SQLTransientException::new),
            new Kind(SQLRecoverableException.class, SQLRecoverableException::new),
            new Kind(
                SQLIntegrityConstraintViolationException.class,
                SQLIntegrityConstraintViolationException::new),
            new Kind(SQLDataException.class, SQLDataException::new),
            new Kind(SQLSyntaxErrorException.class, SQLSyntaxErrorException::new),
            new Kind(SQLFeatureNotSupportedException.class, SQLFeatureNotSupportedException::new),
            new Kind(
                SQLInvalidAuthorizationSpecException.class,
                SQLInvalidAuthorizationSpecException::new),
            new Kind(
                SQLNonTransientConnectionException.class, SQLNonTransientConnectionException::new),
            new Kind(SQLNonTransientException.class, SQLNonTransientException::new),
            new Kind(SQLException.class, SQLException::new));

    private interface Maker {
      SQLException make(String text, @Nullable String state, int code);
    }

    private record Kind(Class<? extends SQLException> type, Maker maker) {}

    /** Replaces an exception that is not an SQL exception. */
    private static final class Other extends Exception {
      private static final long serialVersionUID = 1L;

      Other(String text) {
        super(text);
      }
    }

    private RedactedErrors() {}

    /** Returns a copy whose message, like those of its causes, is the name of the class. */
    static Throwable copy(Throwable error) {
      return copy(error, DEEPEST);
    }

    private static Throwable copy(Throwable error, int depth) {
      String name = error.getClass().getName();
      Throwable copy = error instanceof SQLException sql ? copy(sql, name) : new Other(name);
      copy.setStackTrace(error.getStackTrace());
      if (depth > 0) {
        Throwable cause = error.getCause();
        if (cause != null) {
          copy.initCause(copy(cause, depth - 1));
        }
        for (Throwable suppressed : error.getSuppressed()) {
          copy.addSuppressed(copy(suppressed, depth - 1));
        }
      }
      return copy;
    }

    private static SQLException copy(SQLException error, String text) {
      Kind kind =
          KINDS.stream().filter(it -> it.type().isInstance(error)).findFirst().orElseThrow();
      return kind.maker().make(text, error.getSQLState(), error.getErrorCode());
    }
  }
}
