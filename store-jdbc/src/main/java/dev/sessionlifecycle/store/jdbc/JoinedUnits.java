package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Units of work in the host's transaction: each between savepoints, so that one that fails leaves
 * the transaction as it was. Never commits, rolls back, closes, or changes autocommit. After a
 * deadlock on a database that does not go on well from there, every further unit is refused.
 */
final class JoinedUnits implements Units {
  private final Connection connection;
  private final Jdbi jdbi;
  private final Function<Handle, Tx> begin;
  private final boolean goesOnAfterDeadlock;
  private volatile boolean mustRollBack;

  JoinedUnits(
      Connection connection, Jdbi jdbi, Function<Handle, Tx> begin, boolean goesOnAfterDeadlock) {
    this.connection = connection;
    this.jdbi = jdbi;
    this.begin = begin;
    this.goesOnAfterDeadlock = goesOnAfterDeadlock;
  }

  @Override
  public <T> T single(Work<T> work) {
    return together(work);
  }

  @Override
  public <T> T together(Work<T> work) {
    if (mustRollBack) {
      throw mustRollBack(null);
    }
    for (int tried = 1; ; tried++) {
      Savepoint start = savepoint();
      try (Handle handle = jdbi.open()) {
        T result = work.in(begin.apply(handle));
        connection.releaseSavepoint(start);
        return result;
      } catch (RaceLost e) {
        undo(start, e);
        if (tried == RACES) {
          throw new StoreException("others were faster " + RACES + " times", true, e);
        }
      } catch (JdbiException | SQLException e) {
        undo(start, e);
        if (Errors.isUndone(e) && !goesOnAfterDeadlock) {
          mustRollBack = true;
          throw mustRollBack(e);
        }
        throw Errors.translate(e);
      } catch (RuntimeException | Error e) {
        undo(start, e);
        throw e;
      }
    }
  }

  @Override
  public <T> T plain(Function<Link, T> work) {
    return together(tx -> work.apply(tx.link()));
  }

  @Override
  public boolean isJoined() {
    return true;
  }

  private static StoreException mustRollBack(@Nullable Throwable deadlock) {
    return new StoreException(
        "the joined transaction met a deadlock, and this database cannot go on with it: roll the"
            + " whole transaction back, and begin it again with a view of its own",
        true,
        deadlock == null ? null : Errors.translate(deadlock).getCause());
  }

  private Savepoint savepoint() {
    try {
      if (connection.getAutoCommit()) {
        throw new StoreException(
            "the connection to join is in autocommit mode: there is no transaction to join. Call"
                + " setAutoCommit(false), or begin a transaction, before the store is used",
            false,
            null);
      }
      return connection.setSavepoint();
    } catch (SQLException e) {
      throw Errors.translate(e);
    }
  }

  private void undo(Savepoint start, Throwable why) {
    try {
      connection.rollback(start);
      connection.releaseSavepoint(start);
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }
}
