package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Collectors;

/** The versions of the schema: files in the jar, in a folder for each dialect and layout. */
final class SchemaFiles {
  /** All versions, oldest first, starting with version 1. */
  private static final List<String> FILES = List.of("V1__sessions.sql");

  private final SqlTemplates sql;
  private final boolean isPartitioned;

  SchemaFiles(SqlTemplates sql, boolean isPartitioned) {
    this.sql = sql;
    this.isPartitioned = isPartitioned;
  }

  /** Returns the version that this library needs. */
  static int newest() {
    return FILES.size();
  }

  /** Returns the statements of a version, with schema and prefix filled in. */
  List<String> statements(int version) {
    String text =
        read(folder(), FILES.get(version - 1))
            .lines()
            .filter(line -> !line.strip().startsWith("--"))
            .collect(Collectors.joining("\n"));
    return List.of(sql.of(text).split(";\\s*(?:\\n|$)")).stream()
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private String folder() {
    String dialect = sql.dialect().name();
    return isPartitioned ? dialect + "-partitioned" : dialect;
  }

  /**
   * Returns everything that a schema of this version lacks, as a script for an administrator.
   *
   * @param month the first month that gets partitions, if the layout has any
   */
  String script(int fromVersion, YearMonth month) {
    StringBuilder script = new StringBuilder();
    for (int version = fromVersion + 1; version <= newest(); version++) {
      for (String statement : statements(version)) {
        script.append(statement).append(";\n");
      }
      script.append(record(version)).append(";\n");
    }
    if (isPartitioned) {
      new MonthPartitions(sql)
          .statements(month, MonthPartitions.MONTHS_AHEAD)
          .forEach(statement -> script.append(statement).append(";\n"));
    }
    return script.toString();
  }

  /** Returns the statement that creates the schema of the tables. */
  String createSchema() {
    return "CREATE SCHEMA IF NOT EXISTS " + sql.schemaName();
  }

  /** Returns the statement that records a version. */
  String record(int version) {
    return sql.of("INSERT INTO {schema_version} (version, applied_at) VALUES (")
        + version
        + ", CURRENT_TIMESTAMP)";
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
