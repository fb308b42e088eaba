package dev.sessionlifecycle.testkit.postgres;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.testkit.postgres.internal.InstalledPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server for tests and benchmarks.
 *
 * <p>The server is on the class path and runs as a child of this JVM. On machines that cannot run
 * it (no unprivileged user namespaces, another processor) the server named by {@value #FALLBACK} is
 * used instead, and a message is printed. If neither is available, tests fail, because a skipped
 * test proves nothing.
 */
public final class PostgresServer implements AutoCloseable {

  /** Environment variable with the JDBC URL of a server whose user may create databases. */
  public static final String FALLBACK = "SESSION_LIFECYCLE_TEST_POSTGRES";

  /**
   * Environment variable with the directory of an installation, for example {@code
   * /usr/lib/postgresql/15}, that is used instead of the server on the class path.
   */
  public static final String HOME = "SESSION_LIFECYCLE_TEST_POSTGRES_HOME";

  private final @Nullable AutoCloseable child;
  private final String adminUrl;

  private PostgresServer(@Nullable AutoCloseable child, String adminUrl) {
    this.child = child;
    this.adminUrl = patient(adminUrl);
  }

  /** Returns the server shared by all tests of this JVM; fast, but not durable (fsync is off). */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** Starts a durable server for the caller alone. */
  public static PostgresServer startDurable() {
    return start(true, Map.of());
  }

  /**
   * Starts a durable server for the caller alone, with these additional settings of
   * postgresql.conf.
   */
  public static PostgresServer startDurable(Map<String, String> settings) {
    return start(true, Validator.require("settings", settings));
  }

  /** Creates an empty database; takes about 100 ms. */
  public PostgresDatabase createDatabase() {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = DriverManager.getConnection(adminUrl);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create a database for the test", e);
    }
    return new PostgresDatabase(withDatabase(adminUrl, name));
  }

  /** Returns the process id of the server, for tests that kill or freeze it. */
  public long pid() {
    try (Connection connection = DriverManager.getConnection(adminUrl);
        Statement statement = connection.createStatement();
        var result =
            statement.executeQuery(
                "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::bigint")) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot ask the server for its process id", e);
    }
  }

  @Override
  public void close() throws IOException {
    if (child instanceof EmbeddedPostgres embedded) {
      embedded.close();
    } else if (child instanceof InstalledPostgres installed) {
      installed.close();
    }
  }

  private static PostgresServer start(boolean durable, Map<String, String> settings) {
    String onOff = durable ? "on" : "off";
    Map<String, String> all = new HashMap<>(settings);
    List.of("fsync", "synchronous_commit", "full_page_writes")
        .forEach(name -> all.putIfAbsent(name, onOff));
    if (!durable) {
      // Less to write while it runs, and to write and delete when the JVM exits.
      Map.of("wal_level", "minimal", "max_wal_senders", "0", "max_wal_size", "192MB")
          .forEach(all::putIfAbsent);
    }
    String home = System.getenv(HOME);
    if (home != null) {
      InstalledPostgres installed = InstalledPostgres.start(Path.of(home), all);
      Runtime.getRuntime().addShutdownHook(new Thread(installed::close));
      return new PostgresServer(installed, installed.url());
    }
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder().setServerConfig("max_connections", "200");
      all.forEach(builder::setServerConfig);
      EmbeddedPostgres child = builder.start();
      return new PostgresServer(child, child.getJdbcUrl("postgres", "postgres"));
    } catch (IOException | IllegalStateException e) {
      String url = System.getenv(FALLBACK);
      if (url == null) {
        throw new IllegalStateException(
            "cannot start the embedded PostgreSQL, and " + FALLBACK + " names no other", e);
      }
      System.err.println(
          "*** the embedded PostgreSQL does not start here (" + e + "): using " + FALLBACK);
      return new PostgresServer(null, url);
    }
  }

  /**
   * The driver prefers the parameter to the login timeout of the JVM, which HikariCP sets to the
   * connection timeout of whichever pool was made last.
   */
  private static String patient(String url) {
    return url.contains("loginTimeout=")
        ? url
        : url + (url.contains("?") ? "&" : "?") + "loginTimeout=30";
  }

  private static String withDatabase(String url, String name) {
    int query = url.indexOf('?');
    String base = query < 0 ? url : url.substring(0, query);
    String parameters = query < 0 ? "" : url.substring(query);
    return base.substring(0, base.lastIndexOf('/') + 1) + name + parameters;
  }

  /** Starts the server on first use; the embedding library stops it when the JVM exits. */
  private static final class Shared {
    static final PostgresServer SERVER = start(false, Map.of());
  }
}
