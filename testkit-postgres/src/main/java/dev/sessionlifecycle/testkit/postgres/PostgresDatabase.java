package dev.sessionlifecycle.testkit.postgres;

import dev.sessionlifecycle.finalize.internal.Validator;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An empty database, identified by its JDBC URL (with user and password as parameters if needed).
 */
public record PostgresDatabase(String url) {

  /** Checks that the URL is there. */
  public PostgresDatabase {
    Validator.require("url", url);
  }

  /** Returns a data source that opens a new connection each time; add a pool where that matters. */
  public PGSimpleDataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    return source;
  }
}
