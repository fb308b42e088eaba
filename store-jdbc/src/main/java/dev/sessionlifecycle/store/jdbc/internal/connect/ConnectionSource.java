package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A data source and the action that closes it: none if the caller supplied it. */
public final class ConnectionSource {
  private final DataSource dataSource;
  private final Runnable onClose;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  ConnectionSource(DataSource dataSource, Runnable onClose) {
    this.dataSource = dataSource;
    this.onClose = onClose;
  }

  public static ConnectionSource of(DataSource source, PoolSettings settings) {
    if (!settings.equals(PoolSettings.DEFAULT)) {
      throw Validator.invalid(
          "timeouts", "only for pools of the library; the host sets them on its own data source");
    }
    return new ConnectionSource(source, () -> {});
  }

  public static ConnectionSource h2File(String path, PoolSettings settings) {
    return needing("com.h2database:h2", () -> H2Pools.file(path, settings));
  }

  public static ConnectionSource h2Memory(String name, PoolSettings settings) {
    return needing("com.h2database:h2", () -> H2Pools.memory(name, settings));
  }

  public static ConnectionSource postgres(
      String url, String user, String password, PoolSettings settings) {
    return needing(
        "org.postgresql:postgresql and com.zaxxer:HikariCP",
        () -> PostgresPools.open(url, user, password, settings));
  }

  public DataSource dataSource() {
    return dataSource;
  }

  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      onClose.run();
    }
  }

  /** Fails with the names of the optional jars if they are missing. */
  private static ConnectionSource needing(String jars, Supplier<ConnectionSource> factory) {
    try {
      return factory.get();
    } catch (NoClassDefFoundError e) {
      throw new StoreException(
          "add " + jars + " to the class path, or with --add-modules to the module path", false, e);
    }
  }
}
