package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.StoreClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Units of work in transactions of the store's own, tried again where nothing was done. */
final class OwnUnits implements Units {
  private final DataSource source;
  private final StoreClock clock;
  private final Jdbi jdbi;
  private final Function<Handle, Tx> begin;

  OwnUnits(DataSource source, StoreClock clock, Jdbi jdbi, Function<Handle, Tx> begin) {
    this.source = source;
    this.clock = clock;
    this.jdbi = jdbi;
    this.begin = begin;
  }

  @Override
  public <T> T single(Work<T> work) {
    return retrying(() -> inHandle(handle -> work.in(begin.apply(handle))));
  }

  @Override
  public <T> T plain(Function<Link, T> work) {
    return retrying(
        () -> {
          try (Connection connection = source.getConnection()) {
            return work.apply(new Link(connection, clock));
          } catch (SQLException e) {
            throw new ConnectionException(e);
          }
        });
  }

  @Override
  public <T> T together(Work<T> work) {
    return retrying(
        () -> inHandle(handle -> handle.inTransaction(same -> work.in(begin.apply(same)))));
  }

  @Override
  public boolean isJoined() {
    return false;
  }

  private <T> T inHandle(Function<Handle, T> work) {
    try (Handle handle = jdbi.open()) {
      return work.apply(handle);
    }
  }

  private static <T> T retrying(Supplier<T> call) {
    for (int tried = 1; ; tried++) {
      try {
        return call.get();
      } catch (RaceLost e) {
        if (tried == RACES) {
          throw new StoreException("others were faster " + RACES + " times", true, e);
        }
      } catch (JdbiException e) {
        if (tried >= TRIES || !Errors.isUndone(e)) {
          throw Errors.translate(e);
        }
      }
    }
  }
}
