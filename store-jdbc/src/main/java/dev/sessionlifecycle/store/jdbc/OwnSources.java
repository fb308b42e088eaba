package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.StoreException;
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

  static OwnSources given(DataSource source) {
    return new OwnSources(source, () -> {});
  }

  static OwnSources h2File(String path) {
    return needing("com.h2database:h2", () -> H2Pools.file(path));
  }

  static OwnSources h2Memory(String name) {
    return needing("com.h2database:h2", () -> H2Pools.memory(name));
  }

  static OwnSources postgres(String url, String user, String password) {
    return needing(
        "org.postgresql:postgresql and com.zaxxer:HikariCP",
        () -> PostgresPools.open(url, user, password));
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
