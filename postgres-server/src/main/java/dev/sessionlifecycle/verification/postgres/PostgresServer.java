package dev.sessionlifecycle.verification.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server for tests and benchmarks.
 *
 * <p>It comes out of the class path and runs as a child of this JVM. Where the machine cannot run
 * it (no unprivileged user namespaces, another processor), the server named by {@value #FALLBACK}
 * is used instead, and that is printed; with neither, tests fail, since a skipped test proves
 * nothing.
 */
public final class PostgresServer implements AutoCloseable {

  /** Environment variable: JDBC URL of a server whose user may create databases. */
  public static final String FALLBACK = "SESSION_LIFECYCLE_TEST_POSTGRES";

  private final @Nullable EmbeddedPostgres child;
  private final String adminUrl;

  private PostgresServer(@Nullable EmbeddedPostgres child, String adminUrl) {
    this.child = child;
    this.adminUrl = adminUrl;
  }

  /** The server that all tests of this JVM share: fast, and not durable (fsync is off). */
  public static PostgresServer shared() {
    return Shared.SERVER;
  }

  /** A server of the caller's own that loses nothing that it acknowledged. */
  public static PostgresServer startDurable() {
    return start(true, Map.of());
  }

  /** A durable server of the caller's own with these settings of postgresql.conf besides. */
  public static PostgresServer startDurable(Map<String, String> settings) {
    return start(true, settings);
  }

  /** Creates an empty database, about 100 ms. */
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

  /** The process id of the server, for tests that kill or freeze it. */
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
    if (child != null) {
      child.close();
    }
  }

  private static PostgresServer start(boolean durable, Map<String, String> settings) {
    String onOff = durable ? "on" : "off";
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", onOff)
              .setServerConfig("synchronous_commit", onOff)
              .setServerConfig("full_page_writes", onOff)
              .setServerConfig("max_connections", "200");
      settings.forEach(builder::setServerConfig);
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

  private static String withDatabase(String url, String name) {
    int query = url.indexOf('?');
    String base = query < 0 ? url : url.substring(0, query);
    String parameters = query < 0 ? "" : url.substring(query);
    return base.substring(0, base.lastIndexOf('/') + 1) + name + parameters;
  }

  /** Started when the first test asks for it; the library stops it when the JVM ends. */
  private static final class Shared {
    static final PostgresServer SERVER = start(false, Map.of());
  }
}
