package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Compares the tables and indexes of a database with those that the library needs. */
final class SchemaCheck {
  private static final String CONSTRAINT = "constraint";
  private static final Set<String> ON_TABLES =
      Set.of(CONSTRAINT, "trigger", "rule", "row security", "unlogged");

  private final SqlTemplates sql;
  private final List<SchemaFiles.Table> tables;
  private final List<SchemaFiles.Index> indexes;
  private final List<Entry> found;
  private final List<Entry> onTables;
  private final List<Difference> differences = new ArrayList<>();

  /**
   * What is wrong, and how to mend it.
   *
   * @param isMissing whether a migration may create it
   * @param remedy statements, or else advice
   * @param version the first version of the schema that it concerns
   */
  private record Difference(boolean isMissing, String what, String remedy, int version) {}

  /** A row of the statement {@code catalogue}. */
  private record Entry(
      @Nullable Integer place,
      String schema,
      String name,
      String kind,
      @Nullable String table,
      @Nullable String column,
      @Nullable String type,
      boolean isRequired,
      boolean hasDefault,
      @Nullable Integer inKey,
      boolean isUnique,
      boolean isUsable,
      @Nullable String condition,
      boolean isReadable) {

    static Entry of(ResultSet row) throws SQLException {
      return new Entry(
          (Integer) row.getObject(1),
          row.getString(2),
          row.getString(3),
          row.getString(4).toLowerCase(Locale.ROOT),
          row.getString(5),
          row.getString(6),
          type(row.getString(7)),
          row.getBoolean(8),
          row.getBoolean(9),
          (Integer) row.getObject(10),
          row.getBoolean(11),
          row.getBoolean(12),
          row.getString(13),
          row.getBoolean(14));
    }

    private static @Nullable String type(@Nullable String type) {
      return type == null ? null : unquoted(type).toLowerCase(Locale.ROOT);
    }

    String path() {
      return SqlTemplates.quoted(schema) + "." + SqlTemplates.quoted(name);
    }

    /** Returns the table, or the partition, that has a trigger or a rule. */
    String carrier() {
      return SqlTemplates.quoted(schema) + "." + SqlTemplates.quoted(String.valueOf(column));
    }
  }

  private SchemaCheck(SqlTemplates sql, SchemaFiles files, List<Entry> found) {
    this.sql = sql;
    this.tables = files.tables();
    this.indexes = files.indexes();
    this.found = found.stream().filter(it -> !ON_TABLES.contains(it.kind())).toList();
    this.onTables = found.stream().filter(it -> ON_TABLES.contains(it.kind())).toList();
  }

  /** Reads the catalogue, with one statement. */
  static SchemaCheck of(Handle handle, SqlTemplates sql, SchemaFiles files) {
    Collection<String> names = new TreeSet<>();
    files.tables().forEach(table -> names.add(sql.tableName(table.name())));
    files.indexes().forEach(index -> names.add(sql.tableName(index.name())));
    List<Entry> found =
        handle
            .createQuery(sql.get("catalogue"))
            .bind("schema", sql.schemaName())
            .bindByType("names", names.toArray(new String[0]), String[].class)
            .map((row, context) -> Entry.of(row))
            .list();
    SchemaCheck check = new SchemaCheck(sql, files, found);
    check.compare();
    return check;
  }

  /** Whether the table of the versions exists as it should, so that it can be read. */
  boolean hasVersions() {
    String name = sql.tableName(SchemaFiles.VERSIONS);
    List<Entry> columns = columns(name);
    return !columns.isEmpty()
        && differences.stream().noneMatch(it -> it.what().contains(columns.get(0).path()));
  }

  /** Whether none of the tables exists. */
  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Throws if anything is there that has the name of a table or an index but is something else. */
  void requireNothingForeign() {
    require(differences.stream().filter(it -> !it.isMissing()).toList());
  }

  /** Throws unless everything is there as it should be in this version of the schema. */
  void requireAll(int version) {
    require(differences.stream().filter(it -> !it.isMissing() || it.version() <= version).toList());
  }

  private static void require(List<Difference> differences) {
    if (!differences.isEmpty()) {
      throw new StoreException(
          differences.stream()
              .map(it -> "\n- " + it.what() + "\n" + it.remedy().indent(4).stripTrailing())
              .collect(
                  Collectors.joining("", "the schema is not the one that this library needs:", "")),
          false,
          null);
    }
  }

  private void compare() {
    found.stream()
        .filter(it -> it.kind().equals("hidden"))
        .map(Entry::schema)
        .distinct()
        .forEach(
            schema ->
                add(
                    false,
                    "the tables may be in the schema "
                        + SqlTemplates.quoted(schema)
                        + ", which this user of the database may not use",
                    "GRANT USAGE ON SCHEMA " + SqlTemplates.quoted(schema) + " TO …;"));
    for (SchemaFiles.Table table : tables) {
      compare(table, columns(sql.tableName(table.name())));
    }
  }

  /** Returns the columns of what statements would find under this name. */
  private List<Entry> columns(String name) {
    List<Entry> named =
        found.stream()
            .filter(it -> it.name().equals(name) && it.place() != null)
            .filter(it -> !it.kind().equals("hidden") && !it.kind().equals("index"))
            .toList();
    return named.stream().filter(it -> it.schema().equals(named.get(0).schema())).toList();
  }

  private void compare(SchemaFiles.Table table, List<Entry> columns) {
    if (table.partitionOf() != null) {
      comparePartition(table.partitionOf(), columns);
      return;
    }
    List<SchemaFiles.Index> ofTable =
        indexes.stream().filter(index -> index.table().equals(table.name())).toList();
    if (columns.isEmpty()) {
      add(true, "the table " + sql.table(table.name()) + " is missing", script(table, ofTable));
      ofTable.forEach(this::compareWithoutTable);
      return;
    }
    Entry first = columns.get(0);
    List<SchemaFiles.Column> missing =
        table.columns().stream().filter(it -> column(columns, it.name()) == null).toList();
    if (!first.kind().equals("table") || missing.size() * 2 > table.columns().size()) {
      foreign(first);
      return;
    }
    if (!first.isReadable()) {
      add(
          false,
          "this user of the database may not read " + first.path(),
          "GRANT SELECT, INSERT, UPDATE, DELETE ON " + first.path() + " TO …;");
    }
    for (SchemaFiles.Column column : table.columns()) {
      compare(first, column, column(columns, column.name()));
    }
    compareKey(table, columns);
    for (Entry extra : columns) {
      boolean isKnown = table.columns().stream().anyMatch(it -> isNamed(extra, it.name()));
      if (!isKnown && extra.isRequired() && !extra.hasDefault()) {
        alter(extra, "additional column", " requires a value", "DROP NOT NULL");
      }
    }
    ofTable.forEach(index -> compare(index, first));
    compareRestrictions(first, ofTable);
  }

  /** What else is on a table must not refuse what the store writes. */
  private void compareRestrictions(Entry table, List<SchemaFiles.Index> known) {
    List<String> names = known.stream().map(index -> sql.tableName(index.name())).toList();
    Stream.concat(
            onTables.stream(),
            found.stream().filter(it -> it.isUnique() && !names.contains(it.name())))
        .filter(it -> it.schema().equals(table.schema()) && table.name().equals(it.table()))
        // First the constraints, which may use the indexes; an index has a row for each column.
        .collect(
            Collectors.toMap(
                it -> it.kind() + it.column() + it.path(),
                it -> it,
                (one, same) -> one,
                LinkedHashMap::new))
        .values()
        .forEach(it -> restriction(it, table));
  }

  private void restriction(Entry extra, Entry table) {
    String name = SqlTemplates.quoted(extra.name());
    switch (extra.kind()) {
      case CONSTRAINT ->
          foreign(
              "the constraint " + name + " on " + table.path(),
              "refuse",
              "ALTER TABLE " + table.path() + " DROP CONSTRAINT " + name);
      case "trigger" ->
          foreign(
              "the trigger " + name + " on " + extra.carrier(),
              "change or refuse",
              "DROP TRIGGER "
                  + (sql.dialect().hasTriggersOfTables()
                      ? name + " ON " + extra.carrier()
                      : extra.path()));
      case "rule" ->
          foreign(
              "the rule " + name + " on " + extra.carrier(),
              "replace",
              "DROP RULE " + name + " ON " + extra.carrier());
      case "row security" ->
          add(
              false,
              "row level security on "
                  + extra.path()
                  + " applies to this user of the database, and may hide or refuse rows",
              "ALTER TABLE " + extra.path() + " DISABLE ROW LEVEL SECURITY;");
      case "unlogged" ->
          add(
              false,
              "the table " + extra.path() + " is unlogged: a crash of the server empties it",
              "ALTER TABLE " + extra.path() + " SET LOGGED;");
      default ->
          foreign(
              "the unique index " + name + " on " + table.path(),
              "refuse",
              "DROP INDEX " + extra.path());
    }
  }

  private void foreign(String what, String does, String remedy) {
    add(false, what + " is not of this library, and may " + does + " what it writes", remedy + ";");
  }

  /** An index of the host may have the name of one whose table does not exist yet. */
  private void compareWithoutTable(SchemaFiles.Index index) {
    String name = sql.tableName(index.name());
    found.stream()
        .filter(it -> it.name().equals(name) && Objects.equals(it.place(), 1))
        .findFirst()
        .ifPresent(this::foreign);
  }

  private void comparePartition(String of, List<Entry> columns) {
    // Their number may be another one, so they may be missing.
    if (!columns.isEmpty() && !sql.tableName(of).equals(columns.get(0).table())) {
      foreign(columns.get(0));
    }
  }

  private void foreign(Entry entry) {
    String on = entry.kind().equals("index") ? ", on " + entry.table() + "," : "";
    add(
        false,
        "the " + entry.kind() + " " + entry.path() + on + " was not made by this library",
        "Choose another tablePrefix(…) or schema(…), or rename that " + entry.kind() + ".");
  }

  private void compare(Entry table, SchemaFiles.Column wanted, @Nullable Entry column) {
    if (column == null) {
      differences.add(
          new Difference(
              wanted.version() > SchemaFiles.OLDEST,
              "the column " + wanted.name() + " of " + table.path() + " is missing",
              "ALTER TABLE "
                  + table.path()
                  + " ADD COLUMN "
                  + wanted.name()
                  + " "
                  + wanted.definition()
                  + ";",
              wanted.version()));
      return;
    }
    if (!wanted.type().equals(column.type())) {
      alter(column, "column", " has the type " + column.type(), "TYPE " + wanted.type());
    }
    if (wanted.isRequired() != column.isRequired()) {
      alter(
          column,
          "column",
          wanted.isRequired() ? " can be null" : " cannot be null",
          (wanted.isRequired() ? "SET" : "DROP") + " NOT NULL");
    }
    boolean hasDefault = wanted.definition().matches(".*\\b(DEFAULT|IDENTITY)\\b.*");
    if (hasDefault && !column.hasDefault()) {
      String value = wanted.definition().replaceAll(".*?\\b(DEFAULT \\S+|GENERATED.*)", "$1");
      alter(column, "column", " has no default", (value.startsWith("D") ? "SET " : "ADD ") + value);
    }
  }

  private void alter(Entry column, String which, String what, String change) {
    add(
        false,
        "the " + which + " " + column.column() + " of " + column.path() + what,
        "ALTER TABLE " + column.path() + " ALTER COLUMN " + column.column() + " " + change + ";");
  }

  private void compareKey(SchemaFiles.Table table, List<Entry> columns) {
    List<String> key =
        columns.stream()
            .filter(it -> it.inKey() != null)
            .sorted((one, other) -> Integer.compare(place(one), place(other)))
            .map(it -> String.valueOf(it.column()))
            .toList();
    if (!key.equals(table.key().stream().map(sql.dialect()::folded).toList())) {
      String path = columns.get(0).path();
      add(
          false,
          "the primary key of " + path + " is not (" + String.join(", ", table.key()) + ")",
          "ALTER TABLE " + path + " ADD PRIMARY KEY (" + String.join(", ", table.key()) + ");");
    }
  }

  private static int place(Entry column) {
    return Objects.requireNonNull(column.inKey());
  }

  private void compare(SchemaFiles.Index index, Entry table) {
    String name = sql.tableName(index.name());
    List<Entry> columns =
        found.stream()
            .filter(it -> it.name().equals(name) && it.schema().equals(table.schema()))
            .toList();
    if (columns.isEmpty()) {
      String what = "the index " + SqlTemplates.quoted(name) + " on " + table.path();
      differences.add(
          new Difference(true, what + " is missing", index.statement() + ";", index.version()));
      return;
    }
    Entry first = columns.get(0);
    String path = first.path();
    if (!first.kind().equals("index")) {
      foreign(first);
    } else if (!table.name().equals(first.table())) {
      add(
          false,
          "the index " + path + " is on another table, " + first.table(),
          "ALTER INDEX "
              + path
              + " RENAME TO "
              + SqlTemplates.quoted(name + "_of_" + first.table())
              + ";\n"
              + index.statement()
              + ";");
    } else if (!isEqual(index, columns)) {
      add(
          false,
          "the index "
              + path
              + " is not the one on ("
              + String.join(", ", index.columns())
              + ")"
              + (index.isUnique() ? ", unique" : "")
              + (index.condition() == null ? "" : ", where " + index.condition())
              + (first.isUsable() ? "" : ", or is not usable"),
          "DROP INDEX " + path + ";\n" + index.statement() + ";");
    }
  }

  private boolean isEqual(SchemaFiles.Index index, List<Entry> columns) {
    Entry first = columns.get(0);
    List<String> wanted =
        index.columns().stream()
            .map(it -> it.split(" ", 2))
            .map(it -> sql.dialect().folded(it[0]) + (it.length > 1 ? " " + it[1] : ""))
            .toList();
    return first.isUnique() == index.isUnique()
        && first.isUsable()
        && wanted.equals(columns.stream().map(it -> plain(it.column())).toList())
        && plain(index.condition()).equals(plain(first.condition()));
  }

  private static String plain(@Nullable String expression) {
    return expression == null ? "" : unquoted(expression).replaceAll("[()]", "");
  }

  /** With quote_all_identifiers PostgreSQL returns even simple names in quotes. */
  private static String unquoted(String expression) {
    return expression.replace("\"", "");
  }

  private @Nullable Entry column(List<Entry> columns, String name) {
    return columns.stream().filter(it -> isNamed(it, name)).findFirst().orElse(null);
  }

  private boolean isNamed(Entry column, String name) {
    return sql.dialect().folded(name).equals(column.column());
  }

  /** Returns what creates a table with its indexes. */
  private static String script(SchemaFiles.Table table, List<SchemaFiles.Index> indexes) {
    return Stream.concat(
            table.statements().stream(), indexes.stream().map(SchemaFiles.Index::statement))
        .map(statement -> statement + ";")
        .collect(Collectors.joining("\n"));
  }

  private void add(boolean isMissing, String what, String remedy) {
    differences.add(new Difference(isMissing, what, remedy, SchemaFiles.OLDEST));
  }
}
