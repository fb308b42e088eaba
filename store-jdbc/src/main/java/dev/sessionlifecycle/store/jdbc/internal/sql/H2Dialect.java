package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** H2: no RETURNING, no partial indexes, no transactional DDL. */
public final class H2Dialect implements Dialect {
  private static final List<String> MODES =
      List.of("REGULAR", "LEGACY", "PostgreSQL", "MySQL", "MariaDB", "DB2", "HSQLDB");

  private static final String ALL_LITERALS = "2";

  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");

  private static final String OTHERS_AT_WORK =
      "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID <> SESSION_ID()"
          + " AND (CONTAINS_UNCOMMITTED OR EXECUTING_STATEMENT IS NOT NULL)";

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

  /** H2 keeps no query that locks, and parses it again at each call. */
  @Override
  public boolean locksBeforeReading() {
    return true;
  }

  @Override
  public Optional<String> problem(Connection connection) throws SQLException {
    Optional<String> problem =
        versionProblem(connection.getMetaData().getDatabaseProductVersion(), isFile(connection));
    if (problem.isPresent()) {
      return problem;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM INFORMATION_SCHEMA.SETTINGS")) {
      if (row.getMetaData().getColumnLabel(1).equalsIgnoreCase("name")) {
        return Optional.of("its OLD_INFORMATION_SCHEMA is on. Remove it from the URL");
      }
      Map<String, String> settings = new HashMap<>();
      while (row.next()) {
        settings.put(row.getString(1).toUpperCase(Locale.ROOT), row.getString(2));
      }
      return problem(settings, ignoresCase(connection));
    }
  }

  /**
   * H2 2.5 writes the chunk before the newest one into the header of its file. Once it reuses
   * space, an unclean stop therefore loses the last commits, up to twenty; no other version was
   * seen to.
   */
  static Optional<String> versionProblem(String version, boolean isFile) {
    if (version.matches("(1|2[.][01])[.].*")) {
      return Optional.of("it is H2 " + version + ", and older than H2 2.2");
    }
    if (isFile && version.startsWith("2.5.25")) {
      return Optional.of(
          "it is a file of H2 "
              + version
              + ", which loses commits that it has acknowledged when its process is killed. Use H2"
              + " 2.2 to 2.4");
    }
    return Optional.empty();
  }

  private static boolean isFile(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT DATABASE_PATH()")) {
      return row.next() && row.getString(1) != null;
    }
  }

  private static Optional<String> problem(Map<String, String> settings, boolean ignoresCase) {
    String mode = settings.getOrDefault("MODE", "REGULAR");
    if (!MODES.contains(mode)) {
      return Optional.of(
          "its compatibility mode is "
              + mode
              + ". The store works in the modes "
              + String.join(", ", MODES));
    }
    if (isOn(settings.get("IGNORECASE"))) {
      return Optional.of(
          "it makes columns that compare texts without regard to case. Run SET IGNORECASE FALSE");
    }
    if (ignoresCase) {
      return Optional.of(
          "its collation compares texts without regard to case. Run SET COLLATION OFF, before it has"
              + " tables");
    }
    return ALL_LITERALS.equals(settings.getOrDefault("ALLOW_LITERALS", ALL_LITERALS))
        ? Optional.empty()
        : Optional.of(
            "it refuses statements with literals, and the store's have some. Run SET ALLOW_LITERALS"
                + " ALL");
  }

  private static boolean isOn(@Nullable String setting) {
    return "1".equals(setting) || "true".equalsIgnoreCase(setting);
  }

  private static boolean ignoresCase(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT CAST(? AS varchar) = CAST(? AS varchar)")) {
      statement.setString(1, "a");
      statement.setString(2, "A");
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
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
  public void beginSchemaChange(Handle handle, String schemaName) {
    // Schema statements can be repeated, and H2 runs one DDL statement at a time.
  }

  /**
   * H2 copies a table to add a column, and loses what others write to it meanwhile. In exclusive
   * mode their statements wait, but neither those that run already nor open transactions.
   */
  @Override
  public boolean changeAlone(Handle handle, Runnable change) {
    handle.execute("SET EXCLUSIVE 1");
    try {
      boolean isAlone = handle.createQuery(OTHERS_AT_WORK).mapTo(Integer.class).one() == 0;
      if (isAlone) {
        change.run();
      }
      return isAlone;
    } finally {
      handle.execute("SET EXCLUSIVE 0");
    }
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
  public boolean hasTriggersOfTables() {
    return false;
  }

  @Override
  public boolean transactionalDdl() {
    return false;
  }
}
