package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * A data source, and what has to be done when the store that uses it is closed: nothing for the
 * host's own.
 */
final class OwnSources {
  private final DataSource dataSource;
  private final Runnable onClose;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  OwnSources(DataSource dataSource, Runnable onClose) {
    this.dataSource = dataSource;
    this.onClose = onClose;
  }

  static OwnSources given(DataSource source, Timeouts timeouts) {
    if (!timeouts.equals(Timeouts.DEFAULT)) {
      throw new IllegalArgumentException(
          "the data source is the host's own: set its time-outs where it is made");
    }
    return new OwnSources(source, () -> {});
  }

  static OwnSources h2File(String path, Timeouts timeouts) {
    return needing("com.h2database:h2", () -> H2Pools.file(path, timeouts));
  }

  static OwnSources h2Memory(String name, Timeouts timeouts) {
    return needing("com.h2database:h2", () -> H2Pools.memory(name, timeouts));
  }

  static OwnSources postgres(String url, String user, String password, Timeouts timeouts) {
    return needing(
        "org.postgresql:postgresql and com.zaxxer:HikariCP",
        () -> PostgresPools.open(url, user, password, timeouts));
  }

  DataSource dataSource() {
    return dataSource;
  }

  void close() {
    if (isClosed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  /** Jars that only some hosts need are missed only by those who ask for what is in them. */
  private static OwnSources needing(String jars, Supplier<OwnSources> factory) {
    try {
      return factory.get();
    } catch (NoClassDefFoundError e) {
      throw new StoreException("add " + jars + " to the class path", false, e);
    }
  }
}
