package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.StoreException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Units of work in transactions of the store's own, tried again where nothing was done. */
final class OwnUnits implements Units {
  private final Jdbi jdbi;
  private final Function<Handle, Tx> begin;

  OwnUnits(Jdbi jdbi, Function<Handle, Tx> begin) {
    this.jdbi = jdbi;
    this.begin = begin;
  }

  @Override
  public <T> T single(Work<T> work) {
    return retrying(handle -> work.in(begin.apply(handle)));
  }

  @Override
  public <T> T together(Work<T> work) {
    return retrying(handle -> handle.inTransaction(same -> work.in(begin.apply(same))));
  }

  @Override
  public boolean isJoined() {
    return false;
  }

  private <T> T retrying(Function<Handle, T> call) {
    for (int tried = 1; ; tried++) {
      try (Handle handle = jdbi.open()) {
        return call.apply(handle);
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
