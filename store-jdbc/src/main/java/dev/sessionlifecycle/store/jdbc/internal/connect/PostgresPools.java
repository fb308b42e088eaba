package dev.sessionlifecycle.store.jdbc.internal.connect;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connection pools for PostgreSQL. The only class that uses classes of HikariCP and the PostgreSQL
 * driver.
 */
final class PostgresPools {
  private static final int CONNECT_SECONDS = 10;
  private static final long BORROW_MILLIS = 10_000;

  private PostgresPools() {}

  /**
   * Parameters in the URL take precedence. Waiting for a lock is limited, since PostgreSQL waits
   * forever by default.
   */
  static ConnectionSource open(String url, String user, String password, Timeouts timeouts) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    String options =
        "-c lock_timeout="
            + timeouts.lock().toMillis()
            + " -c statement_timeout="
            + timeouts.statementMillis();
    int socketSeconds = (int) timeouts.socket().toSeconds();
    unlessInUrl(url, "connectTimeout", () -> source.setConnectTimeout(CONNECT_SECONDS));
    unlessInUrl(url, "socketTimeout", () -> source.setSocketTimeout(socketSeconds));
    unlessInUrl(url, "tcpKeepAlive", () -> source.setTcpKeepAlive(true));
    unlessInUrl(url, "options", () -> source.setOptions(options));
    unlessInUrl(url, "ApplicationName", () -> source.setApplicationName("session-lifecycle"));
    source.setUser(user);
    source.setPassword(password);
    source.setUrl(url);
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("session-lifecycle");
    config.setConnectionTimeout(BORROW_MILLIS);
    // Otherwise HikariCP 7.1 probes its first connection, and never recovers if that one breaks.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    HikariDataSource pool = start(config);
    return new ConnectionSource(pool, pool::close);
  }

  private static HikariDataSource start(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw SqlErrors.translate(e);
    }
  }

  private static void unlessInUrl(String url, String parameter, Runnable set) {
    if (!url.contains("?" + parameter + "=") && !url.contains("&" + parameter + "=")) {
      set.run();
    }
  }
}
