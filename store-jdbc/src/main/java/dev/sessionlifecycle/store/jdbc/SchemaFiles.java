package dev.sessionlifecycle.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The versions of the schema, as files in the jar. */
final class SchemaFiles {
  /** Every version, the oldest first; the place in the list is the version less one. */
  private static final List<String> FILES = List.of("V1__sessions.sql");

  private SchemaFiles() {}

  /** The version that this library works with. */
  static int newest() {
    return FILES.size();
  }

  /** The statements of a version, with schema and prefix in them. */
  static List<String> statements(SqlText sql, int version) {
    String text =
        read(sql.dialect().name(), FILES.get(version - 1))
            .lines()
            .filter(line -> !line.strip().startsWith("--"))
            .collect(Collectors.joining("\n"));
    return List.of(sql.of(text).split(";\\s*(?:\\n|$)")).stream()
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  /** Everything to be run on a schema of this version, to be shown to somebody. */
  static String script(SqlText sql, int fromVersion) {
    StringBuilder script = new StringBuilder();
    for (int version = fromVersion + 1; version <= newest(); version++) {
      for (String statement : statements(sql, version)) {
        script.append(statement).append(";\n");
      }
      script.append(record(sql, version)).append(";\n");
    }
    return script.toString();
  }

  /** The statement that records a version. */
  static String record(SqlText sql, int version) {
    return sql.of("INSERT INTO {schema_version} (version, applied_at) VALUES (")
        + version
        + ", CURRENT_TIMESTAMP)";
  }

  private static String read(String dialect, String file) {
    String path = "/dev/sessionlifecycle/schema/" + dialect + "/" + file;
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
