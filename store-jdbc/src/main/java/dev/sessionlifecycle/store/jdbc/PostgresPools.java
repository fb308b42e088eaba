package dev.sessionlifecycle.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Pools of the store's own. The only class that names HikariCP's and PostgreSQL's. */
final class PostgresPools {
  /** A lock is waited for this long: PostgreSQL itself would wait for ever. */
  private static final String LOCK_TIMEOUT = "-c lock_timeout=10s";

  private static final int CONNECT_SECONDS = 10;
  private static final int SOCKET_SECONDS = 60;
  private static final long BORROW_MILLIS = 10_000;

  private PostgresPools() {}

  static OwnSources open(String url, String user, String password) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(SOCKET_SECONDS);
    source.setTcpKeepAlive(true);
    source.setOptions(LOCK_TIMEOUT);
    source.setApplicationName("session-lifecycle");
    source.setUser(user);
    source.setPassword(password);
    source.setUrl(url);
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setPoolName("session-lifecycle");
    config.setConnectionTimeout(BORROW_MILLIS);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    HikariDataSource pool = new HikariDataSource(config);
    return new OwnSources(pool, pool::close);
  }
}
