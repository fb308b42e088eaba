package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

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

  /**
   * Settings for a database that the store connects to itself; null for the default.
   *
   * @param lock how long to wait for the lock of another transaction
   * @param statement how long a statement may run
   * @param socket how long to wait for a response of the server
   * @param prepareThreshold how often a statement runs before the server keeps its plan
   */
  public record PoolSettings(
      @Nullable Duration lock,
      @Nullable Duration statement,
      @Nullable Duration socket,
      @Nullable Integer prepareThreshold) {
    public static final PoolSettings DEFAULT = new PoolSettings(null, null, null, null);

    private static final Duration MAX = Duration.ofHours(24);

    public PoolSettings withLock(Duration value) {
      Duration checked = checked("lock_timeout", value, Duration.ofMillis(1));
      return new PoolSettings(checked, statement, socket, prepareThreshold);
    }

    public PoolSettings withStatement(Duration value) {
      Duration checked = checked("statement_timeout", value, Duration.ofMillis(1));
      return new PoolSettings(lock, checked, socket, prepareThreshold);
    }

    public PoolSettings withSocket(Duration value) {
      Duration checked = checked("socket_timeout", value, Duration.ofSeconds(1));
      return new PoolSettings(lock, statement, checked, prepareThreshold);
    }

    public PoolSettings withPrepareThreshold(int value) {
      if (value < 0) {
        throw Validator.invalid("prepare_threshold", "must not be negative");
      }
      return new PoolSettings(lock, statement, socket, value);
    }

    private static Duration checked(String field, Duration value, Duration least) {
      return Validator.requireBetween(field, value, least, MAX);
    }

    /** Returns the lock timeout in milliseconds: 10 s by default. */
    long lockMillis() {
      return lock == null ? 10_000 : lock.toMillis();
    }

    /** Returns the statement timeout in milliseconds; 0 for none, the default. */
    long statementMillis() {
      return statement == null ? 0 : statement.toMillis();
    }

    /** Returns the socket timeout in seconds: 60 by default. */
    int socketSeconds() {
      return socket == null ? 60 : (int) socket.toSeconds();
    }
  }
}
