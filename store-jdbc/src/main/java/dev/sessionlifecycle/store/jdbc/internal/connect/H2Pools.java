package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.finalize.internal.SafeFiles;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.store.jdbc.internal.connect.ConnectionSource.PoolSettings;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * Connection pools for H2 databases embedded in this JVM. The only class that uses classes of H2.
 */
final class H2Pools {
  private static final int CONNECTIONS = 10;

  private H2Pools() {}

  /**
   * Commits are written before they are acknowledged (WRITE_DELAY=0). With {@code async:},
   * interrupting a thread inside the store does not close the database for everyone else. When the
   * process stops, the host decides when the database is closed: H2 would otherwise close it while
   * the host still finishes its work (DB_CLOSE_ON_EXIT=FALSE).
   */
  static ConnectionSource file(String path, PoolSettings settings) {
    String file = Path.of(path).toAbsolutePath().normalize().toString();
    if (file.indexOf(';') >= 0) {
      throw Validator.invalid("file", "must not contain a semicolon");
    }
    createForOwner(file);
    JdbcConnectionPool pool =
        pool("jdbc:h2:async:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE" + waits(settings));
    return new ConnectionSource(pool, pool::dispose);
  }

  /**
   * H2 would create its files with the mode that the process gives all of its files. An empty file
   * is a new database to it.
   */
  private static void createForOwner(String file) {
    for (String ending : List.of(".mv.db", ".trace.db")) {
      try {
        Path each = SafeFiles.file(Path.of(file + ending));
        if (Files.notExists(each)) {
          SafeFiles.create(each).close();
        }
      } catch (IOException e) {
        return; // H2 reports what is wrong with the path, or opens what another process created
      }
    }
  }

  /** Keeps one connection open, since H2 drops the database when the last one closes. */
  static ConnectionSource memory(String name, PoolSettings settings) {
    if (!name.matches("[A-Za-z0-9_.-]{1,64}")) {
      throw Validator.invalid("name", "1 to 64 of A-Z a-z 0-9 _ . -");
    }
    JdbcConnectionPool pool =
        pool("jdbc:h2:mem:" + name + ";DB_CLOSE_ON_EXIT=FALSE" + waits(settings));
    Connection keeper = open(pool);
    return new ConnectionSource(
        pool,
        () -> {
          pool.dispose();
          close(keeper);
        });
  }

  private static String waits(PoolSettings settings) {
    return ";LOCK_TIMEOUT="
        + settings.lockMillis()
        + ";QUERY_TIMEOUT="
        + settings.statementMillis();
  }

  private static JdbcConnectionPool pool(String url) {
    JdbcConnectionPool pool = JdbcConnectionPool.create(url, "sa", "");
    pool.setMaxConnections(CONNECTIONS);
    return pool;
  }

  private static Connection open(JdbcConnectionPool pool) {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw SqlErrors.notConnected(e);
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqlErrors.translate(e);
    }
  }
}
