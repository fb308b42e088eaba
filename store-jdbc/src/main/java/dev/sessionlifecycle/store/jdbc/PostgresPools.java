package dev.sessionlifecycle.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import org.postgresql.ds.PGSimpleDataSource;

/** Pools of the store's own. The only class that names HikariCP's and PostgreSQL's. */
final class PostgresPools {
  private static final int CONNECT_SECONDS = 10;
  private static final long BORROW_MILLIS = 10_000;

  private PostgresPools() {}

  /**
   * What the URL says itself is left as it says. A lock is bounded: PostgreSQL would wait for ever.
   */
  static OwnSources open(String url, String user, String password, Timeouts timeouts) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    String options =
        "-c lock_timeout=%d -c statement_timeout=%d"
            .formatted(timeouts.lock().toMillis(), timeouts.statementMillis());
    int socketSeconds = (int) timeouts.socket().toSeconds();
    unlessSaid(url, "connectTimeout", () -> source.setConnectTimeout(CONNECT_SECONDS));
    unlessSaid(url, "socketTimeout", () -> source.setSocketTimeout(socketSeconds));
    unlessSaid(url, "tcpKeepAlive", () -> source.setTcpKeepAlive(true));
    unlessSaid(url, "options", () -> source.setOptions(options));
    unlessSaid(url, "ApplicationName", () -> source.setApplicationName("session-lifecycle"));
    source.setUser(user);
    source.setPassword(password);
    source.setUrl(url);
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("session-lifecycle");
    config.setConnectionTimeout(BORROW_MILLIS);
    // HikariCP 7.1 would ask its first connection, and not recover if that one is cut off then.
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    HikariDataSource pool = start(config);
    return new OwnSources(pool, pool::close);
  }

  private static HikariDataSource start(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw Errors.translate(e);
    }
  }

  private static void unlessSaid(String url, String parameter, Runnable set) {
    if (!url.contains("?" + parameter + "=") && !url.contains("&" + parameter + "=")) {
      set.run();
    }
  }
}
