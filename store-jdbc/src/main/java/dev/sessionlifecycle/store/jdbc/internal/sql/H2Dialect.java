package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** H2: no RETURNING, no partial indexes, no transactional DDL. */
public final class H2Dialect implements Dialect {
  private static final List<String> MODES =
      List.of("REGULAR", "LEGACY", "PostgreSQL", "MySQL", "MariaDB", "DB2", "HSQLDB");

  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");

  private final boolean isUpperCase;

  /**
   * Creates the dialect for a database.
   *
   * @param isUpperCase whether it turns names without quotes into upper case
   */
  public H2Dialect(boolean isUpperCase) {
    this.isUpperCase = isUpperCase;
  }

  @Override
  public String name() {
    return "h2";
  }

  /** A plain name is found without quotes, too. */
  @Override
  public String folded(String name) {
    return isUpperCase && PLAIN.matcher(name).matches() ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** The schema may have been created with quotes or without. */
  @Override
  public String schemaName(Connection connection, String name) throws SQLException {
    List<String> known = new ArrayList<>();
    try (ResultSet schemas = connection.getMetaData().getSchemas()) {
      while (schemas.next()) {
        known.add(schemas.getString("TABLE_SCHEM"));
      }
    }
    String folded = folded(name);
    return known.contains(name)
        ? name
        : known.stream()
            .filter(it -> !known.contains(folded) && it.equalsIgnoreCase(name))
            .findFirst()
            .orElse(folded);
  }

  @Override
  public String now() {
    return "CURRENT_TIMESTAMP(6)";
  }

  @Override
  public String plusMicros(String time, String micros) {
    return "DATEADD(MICROSECOND, CAST(" + micros + " AS bigint), " + time + ")";
  }

  @Override
  public String lockOf(String alias) {
    return "";
  }

  @Override
  public Optional<String> problem(Connection connection) throws SQLException {
    String version = connection.getMetaData().getDatabaseProductVersion();
    if (version.matches("(1|2[.][01])[.].*")) {
      return Optional.of("it is H2 " + version + ", and older than H2 2.2");
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM INFORMATION_SCHEMA.SETTINGS")) {
      if (row.getMetaData().getColumnLabel(1).equalsIgnoreCase("name")) {
        return Optional.of("its OLD_INFORMATION_SCHEMA is on. Remove it from the URL");
      }
      String mode = "REGULAR";
      while (row.next()) {
        mode = row.getString(1).equalsIgnoreCase("MODE") ? row.getString(2) : mode;
      }
      return MODES.contains(mode)
          ? Optional.empty()
          : Optional.of(
              "its compatibility mode is "
                  + mode
                  + ". The store works in the modes "
                  + String.join(", ", MODES));
    }
  }

  @Override
  public boolean hasReturning() {
    return false;
  }

  @Override
  public boolean hasPartitions() {
    return false;
  }

  @Override
  public String jsonType() {
    return "varchar";
  }

  @Override
  public void lockForMigration(Handle handle, String schemaName) {
    // Schema statements can be repeated, and H2 runs one DDL statement at a time.
  }

  /**
   * If only a part is rolled back and the rest committed, H2 2.x leaves the other side of the
   * deadlock waiting in a loop for a transaction that is over.
   */
  @Override
  public boolean goesOnAfterDeadlock() {
    return false;
  }

  @Override
  public boolean refusesSavepointsInAutocommit() {
    return false;
  }

  @Override
  public boolean transactionalDdl() {
    return false;
  }
}
