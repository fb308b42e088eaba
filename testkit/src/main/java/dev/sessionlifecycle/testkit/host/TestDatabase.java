package dev.sessionlifecycle.testkit.host;

import javax.sql.DataSource;

/** A database that exists for tests alone. */
public interface TestDatabase extends AutoCloseable {

  /** Returns the data source, whose connections have autocommit on. */
  DataSource dataSource();

  /** Closes all connections; the database may be dropped. */
  @Override
  void close();
}
