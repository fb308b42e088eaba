package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the schema: files in the jar, in a folder for each dialect and layout. They are
 * also the only description of the tables: {@link #tables} and {@link #indexes} read them.
 */
public final class SchemaFiles {
  /** The table of the versions that were applied. */
  static final String VERSIONS = "lifecycle_schema";

  /** All versions, oldest first, starting with version 1. */
  private static final List<String> FILES = List.of("V1__sessions.sql", "V2__additions.sql");

  /** The oldest version on which this library works, without the features that need a newer one. */
  static final int OLDEST = 1;

  private static final Pattern TABLE =
      Pattern.compile(
          "CREATE TABLE IF NOT EXISTS \\{(\\w+)} (?:PARTITION OF \\{(\\w+)}|\\((.*)\\)).*");

  private static final Pattern INDEX =
      Pattern.compile(
          "CREATE (UNIQUE )?INDEX IF NOT EXISTS \\{@(\\w+)} ON \\{(\\w+)} \\(([^)]*)\\)(?: WHERE (.*))?");

  private static final Pattern ADDITION =
      Pattern.compile("ALTER TABLE \\{(\\w+)} ADD COLUMN IF NOT EXISTS (\\w+) (.*)");

  /** Separates columns, but not the columns of a key or the digits of a type. */
  private static final Pattern COMMA = Pattern.compile(",\\s*(?![^()]*\\))");

  private static final Pattern END_OF_TYPE =
      Pattern.compile(" (NOT NULL|DEFAULT|GENERATED|PRIMARY)");

  private final SqlTemplates sql;
  private final boolean isPartitioned;

  /**
   * Creates the files of a layout.
   *
   * @param isPartitioned whether the tables are, or will be, partitioned
   */
  public SchemaFiles(SqlTemplates sql, boolean isPartitioned) {
    this.sql = sql;
    this.isPartitioned = isPartitioned;
  }

  /**
   * A table.
   *
   * @param name without prefix
   * @param partitionOf the table of which it is a partition, if it is one; it has no columns then
   * @param key the columns of the primary key
   * @param statements what creates it, and adds the columns of later versions
   */
  public record Table(
      String name,
      @Nullable String partitionOf,
      List<Column> columns,
      List<String> key,
      List<String> statements) {

    private Table with(Column column, String statement) {
      return new Table(
          name, partitionOf, appended(columns, column), key, appended(statements, statement));
    }

    private static <T> List<T> appended(List<T> list, T last) {
      return Stream.concat(list.stream(), Stream.of(last)).toList();
    }
  }

  /**
   * A column.
   *
   * @param type as the catalogues write it
   * @param definition what follows the name in CREATE TABLE
   * @param version the first version of the schema that has it
   */
  public record Column(
      String name, String type, boolean isRequired, String definition, int version) {

    private static Column of(String name, String definition, int version) {
      boolean isRequired = definition.contains("NOT NULL") || definition.contains("IDENTITY");
      return new Column(name, SchemaFiles.type(definition), isRequired, definition, version);
    }
  }

  /**
   * An index.
   *
   * @param name without prefix
   * @param columns each with DESC if it descends
   * @param condition of a partial index; else null
   * @param statement what creates it
   * @param version the first version of the schema that has it
   */
  public record Index(
      String name,
      String table,
      boolean isUnique,
      List<String> columns,
      @Nullable String condition,
      String statement,
      int version) {}

  /** Returns the newest version, with which every feature of this library works. */
  public static int newest() {
    return FILES.size();
  }

  /** Returns the statements of a version, with schema and prefix filled in. */
  public List<String> statements(int version) {
    return templates(version).map(sql::of).toList();
  }

  private Stream<String> templates(int version) {
    String dialect = sql.dialect().schemaFolder();
    String folder = isPartitioned ? dialect + "-partitioned" : dialect;
    String text = read(folder, FILES.get(version - 1)).replaceAll("(?m)^\\s*--.*$", "");
    return Stream.of(text.split(";\\s*(?:\\n|$)", -1))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty());
  }

  private static IntStream versions() {
    return IntStream.rangeClosed(1, newest());
  }

  /** Returns the tables of the newest version. */
  public List<Table> tables() {
    Map<String, Table> tables = new LinkedHashMap<>();
    versions()
        .forEach(
            version -> templates(version).forEach(template -> addTable(tables, template, version)));
    return List.copyOf(tables.values());
  }

  private void addTable(Map<String, Table> tables, String template, int version) {
    Table created = table(template, version);
    Matcher addition = ADDITION.matcher(oneLine(template));
    if (created != null) {
      tables.put(created.name(), created);
    } else if (addition.matches()) {
      Column column = Column.of(addition.group(2), addition.group(3), version);
      tables.computeIfPresent(
          addition.group(1), (name, table) -> table.with(column, sql.of(template)));
    }
  }

  private @Nullable Table table(String template, int version) {
    Matcher table = TABLE.matcher(oneLine(template));
    if (!table.matches()) {
      return null;
    }
    List<Column> columns = new ArrayList<>();
    List<String> key = new ArrayList<>();
    for (String part : COMMA.split(table.group(3) == null ? "" : table.group(3).strip(), -1)) {
      if (part.startsWith("PRIMARY KEY")) {
        key.addAll(List.of(part.replaceAll("PRIMARY KEY \\(([^)]*)\\).*", "$1").split(", ", -1)));
      } else if (!part.isEmpty()) {
        String name = part.substring(0, part.indexOf(' '));
        String definition = part.substring(name.length() + 1).strip();
        boolean isKey = definition.endsWith("PRIMARY KEY");
        key.addAll(isKey ? List.of(name) : List.of());
        columns.add(Column.of(name, definition, version));
      }
    }
    return new Table(
        table.group(1),
        table.group(2),
        List.copyOf(columns),
        List.copyOf(key),
        List.of(sql.of(template)));
  }

  private static String type(String definition) {
    return END_OF_TYPE.split(definition, 2)[0].replace("varchar", "character varying");
  }

  /** Returns the indexes of the newest version, without those of the primary keys. */
  public List<Index> indexes() {
    return versions().boxed().flatMap(this::indexes).toList();
  }

  private Stream<Index> indexes(int version) {
    return templates(version)
        .map(template -> INDEX.matcher(oneLine(template)))
        .filter(Matcher::matches)
        .map(
            it ->
                new Index(
                    it.group(2),
                    it.group(3),
                    it.group(1) != null,
                    List.of(it.group(4).split(", ", -1)),
                    it.group(5),
                    sql.of(it.group()),
                    version));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /**
   * Returns everything that creates the schema, as a script for an administrator.
   *
   * @param month the first month that gets partitions, if the layout has any
   */
  String script(YearMonth month) {
    List<String> statements = new ArrayList<>();
    if (!sql.schemaName().isEmpty()) {
      statements.add(createSchema());
    }
    for (int version = 1; version <= newest(); version++) {
      statements.addAll(upgrade(version));
    }
    if (isPartitioned) {
      statements.addAll(new MonthPartitions(sql).statements(month, MonthPartitions.MONTHS_AHEAD));
    }
    if (sql.dialect().isDistributed()) {
      statements.addAll(new Distribution(sql, this).statements());
    }
    return String.join(";\n", statements) + ";\n";
  }

  /** Returns the statements of a version, the last of which records it. */
  List<String> upgrade(int version) {
    return Stream.concat(statements(version).stream(), Stream.of(record(version))).toList();
  }

  /** Returns what upgrades a version to the newest one, as a script for an administrator. */
  String upgrades(int found) {
    return IntStream.rangeClosed(found + 1, newest())
        .mapToObj(version -> String.join(";\n", upgrade(version)) + ";\n")
        .collect(Collectors.joining());
  }

  /** Returns the statement that creates the schema of the tables. */
  String createSchema() {
    return "CREATE SCHEMA IF NOT EXISTS " + SqlTemplates.quoted(sql.schemaName());
  }

  /** Returns the statement that records a version, if it is not recorded. */
  String record(int version) {
    return sql.of("INSERT INTO {" + VERSIONS + "} (version, applied_at) SELECT ")
        + version
        + ", CURRENT_TIMESTAMP WHERE NOT EXISTS "
        + sql.of("(SELECT 1 FROM {" + VERSIONS + "} WHERE version = ")
        + version
        + ")";
  }

  private static String read(String folder, String file) {
    String path = "/dev/sessionlifecycle/schema/" + folder + "/" + file;
    try (InputStream in = SchemaFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing in the jar: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
