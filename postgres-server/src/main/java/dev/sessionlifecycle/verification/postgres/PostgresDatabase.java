package dev.sessionlifecycle.verification.postgres;

import org.postgresql.ds.PGSimpleDataSource;

/** An empty database: its JDBC URL (with user and password as parameters where it needs them). */
public record PostgresDatabase(String url) {

  /** A data source that opens a new connection each time; put a pool in front where it matters. */
  public PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }
}
