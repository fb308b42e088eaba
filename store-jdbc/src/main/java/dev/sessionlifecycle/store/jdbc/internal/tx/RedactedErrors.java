package dev.sessionlifecycle.store.jdbc.internal.tx;

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
import org.jspecify.annotations.Nullable;

/**
 * Copies exceptions without their messages, since databases and drivers quote data in them: the
 * rejected row, the duplicate key, every statement of a batch with its values. The copy keeps the
 * kind of {@link SQLException}, the name of its class, its state and code, and the stack trace.
 */
final class RedactedErrors {
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
    Kind kind = KINDS.stream().filter(it -> it.type().isInstance(error)).findFirst().orElseThrow();
    return kind.maker().make(text, error.getSQLState(), error.getErrorCode());
  }
}
