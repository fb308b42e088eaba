package dev.sessionlifecycle.verification.jdbc;

import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.store.jdbc.internal.connect.SchemaFiles;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Creates the tables of older versions of the schema, as an older library would have. */
public final class SchemaVersions {
  private SchemaVersions() {}

  /** Creates the tables of a version in an empty database. */
  public static void create(DataSource source, TableLayout layout, int version)
      throws SQLException {
    for (int next = 1; next <= version; next++) {
      apply(source, layout, next);
    }
  }

  /** Applies the statements of one version, and records it. */
  public static void apply(DataSource source, TableLayout layout, int version) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      for (String one : files(connection, layout).statements(version)) {
        statement.execute(one);
      }
      statement.execute("INSERT INTO sl_lifecycle_schema VALUES (" + version + ", now())");
    }
  }

  /** Returns the files of a layout for the database of a connection. */
  static SchemaFiles files(Connection connection, TableLayout layout) throws SQLException {
    SqlTemplates sql = new SqlTemplates(Dialect.of(connection), null, "sl_", true);
    return new SchemaFiles(sql, layout == TableLayout.PARTITIONED);
  }
}
