package dev.sessionlifecycle.examples.service;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/** Opens the store that the settings name, and says what is wrong with them without a secret. */
final class Database {
  private static final String POSTGRESQL = "jdbc:postgresql:";

  /** Two letters and more, because the path of a file may begin with the letter of a drive. */
  private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]+:.*", Pattern.DOTALL);

  private Database() {}

  /**
   * Opens the store.
   *
   * @throws Settings.UnusableException for a database that cannot be used
   */
  static SessionStore open(Settings settings) {
    String database = settings.database();
    if (database.startsWith(POSTGRESQL)) {
      return JdbcSessionStore.postgresBuilder(database, settings.user(), settings.password())
          .schemaMode(SchemaMode.MIGRATE)
          .build();
    } else if (URL.matcher(database.toLowerCase(Locale.ROOT)).matches()) {
      throw new Settings.UnusableException(
          "DATABASE: must be the path of a file, or a URL that begins with " + POSTGRESQL);
    }
    requireWritable(database);
    return JdbcSessionStore.h2(database);
  }

  private static void requireWritable(String database) {
    try {
      Path file = Path.of(database + ".mv.db").toAbsolutePath();
      Path folder = Objects.requireNonNull(file.getParent(), "folder");
      if (Files.exists(file) && !Files.isWritable(file)) {
        throw new Settings.UnusableException("DATABASE: cannot write to " + file);
      }
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "writable", ".tmp"));
    } catch (IOException | InvalidPathException e) {
      throw new Settings.UnusableException("DATABASE: cannot write a file " + database + ".mv.db");
    }
  }
}
