package dev.sessionlifecycle.examples.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.sessionlifecycle.StoreException;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The database of a run: a pool, as a host has one, and the store on it.
 *
 * @param shown the URL without a password
 */
record Database(String shown, HikariDataSource pool, JdbcSessionStore store)
    implements AutoCloseable {
  private static final String H2 = "jdbc:h2:";
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Opens the database of this URL, or the H2 file of the quickstart, and makes its tables. */
  static Database open(@Nullable String url) throws UsageException {
    String used = url == null ? H2 + "file:" + Places.home().resolve("sessions") : url;
    if (!used.startsWith(H2) && !used.startsWith(POSTGRESQL)) {
      throw new UsageException("--db must begin with " + H2 + " or " + POSTGRESQL);
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(durable(used));
    config.setMaximumPoolSize(8);
    config.setPoolName("quickstart");
    try {
      HikariDataSource pool = new HikariDataSource(config);
      return open(used, pool);
    } catch (HikariPool.PoolInitializationException e) {
      String cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
      throw new UsageException("cannot reach " + shown(used) + cause);
    }
  }

  private static Database open(String url, HikariDataSource pool) {
    try {
      JdbcSessionStore store =
          JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
      return new Database(shown(url), pool, store);
    } catch (StoreException e) {
      pool.close();
      throw e;
    }
  }

  /** H2 writes to disk half a second late unless told otherwise. */
  private static String durable(String url) {
    boolean told = url.toUpperCase(Locale.ROOT).contains("WRITE_DELAY");
    return url.startsWith(H2) && !told ? url + ";WRITE_DELAY=0" : url;
  }

  static String shown(String url) {
    return url.replaceAll("(?i)(password=)[^&;]*", "$1…").replaceAll("//[^/@]*@", "//…@");
  }

  @Override
  public void close() {
    pool.close();
  }
}
