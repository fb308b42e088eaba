package dev.sessionlifecycle.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import org.postgresql.ds.PGSimpleDataSource;

/** Pools of the store's own. The only class that names HikariCP's and PostgreSQL's. */
final class PostgresPools {
  /** A lock is waited for this long: PostgreSQL itself would wait for ever. */
  private static final String LOCK_TIMEOUT = "-c lock_timeout=10s";

  private static final int CONNECT_SECONDS = 10;
  private static final int SOCKET_SECONDS = 60;
  private static final long BORROW_MILLIS = 10_000;

  private PostgresPools() {}

  /** What the URL says itself is left as it says. */
  static OwnSources open(String url, String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    unlessSaid(url, "connectTimeout", () -> source.setConnectTimeout(CONNECT_SECONDS));
    unlessSaid(url, "socketTimeout", () -> source.setSocketTimeout(SOCKET_SECONDS));
    unlessSaid(url, "tcpKeepAlive", () -> source.setTcpKeepAlive(true));
    unlessSaid(url, "options", () -> source.setOptions(LOCK_TIMEOUT));
    unlessSaid(url, "ApplicationName", () -> source.setApplicationName("session-lifecycle"));
    source.setUser(user);
    source.setPassword(password);
    source.setUrl(url);
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("session-lifecycle");
    config.setConnectionTimeout(BORROW_MILLIS);
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
