package dev.sessionlifecycle.verification.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A durable PostgreSQL server whose postmaster can be killed and restarted with the same data and
 * port. It is always a child of this JVM, so no other server can be killed. Not thread-safe.
 */
public final class KillablePostgres implements AutoCloseable {
  private static final long ORPHAN_SECONDS = 5;
  private static final long START_SECONDS = 60;

  private final Path data;
  private final EmbeddedPostgres server;
  private final List<String> command;

  private KillablePostgres(Path data, Map<String, String> settings) throws IOException {
    this.data = data;
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "200");
    settings.forEach(builder::setServerConfig);
    this.server = builder.start();
    this.command = command(postmaster().info());
  }

  /** Starts a new server with these additional settings of postgresql.conf. */
  public static KillablePostgres start(Map<String, String> settings) {
    try {
      return new KillablePostgres(Files.createTempDirectory("killable-postgres"), settings);
    } catch (IOException e) {
      throw new IllegalStateException("cannot start a PostgreSQL of this process's own", e);
    }
  }

  /** Returns the port, which stays the same across restarts. */
  public int port() {
    return server.getPort();
  }

  /** Returns the JDBC URL of its database. */
  public String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** Kills the postmaster with SIGKILL and waits until its child processes are gone too. */
  public void kill() {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> orphans = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    await(postmaster);
    orphans.forEach(KillablePostgres::await);
  }

  /** Restarts the killed server and waits until it has recovered everything it acknowledged. */
  public void restart() {
    restart(command);
  }

  /**
   * Restarts the killed server with a limit on the size of its files, in blocks of 512 or 1,024
   * bytes.
   */
  public void restartWithFilesUpTo(int blocks) {
    List<String> limited =
        new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"));
    limited.addAll(command);
    restart(limited);
  }

  private void restart(List<String> command) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    Process postmaster = launch(command);
    while (!answers()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the killed PostgreSQL does not come back");
      }
      pause();
      if (!postmaster.isAlive()) { // an orphan of the killed server still ran
        postmaster = launch(command);
      }
    }
  }

  /** Stops the server and deletes its data. */
  @Override
  public void close() throws IOException {
    server.close();
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static Process launch(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new IllegalStateException("the killed PostgreSQL does not start again", e);
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private ProcessHandle postmaster() {
    try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
      return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the command line of the server. PostgreSQL refuses to run as root, hence the user
   * namespace.
   */
  private static List<String> command(ProcessHandle.Info info) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(info.command().orElseThrow());
    command.addAll(List.of(info.arguments().orElseThrow()));
    return command;
  }

  /** Orphans exit on their own once they notice; any that does not is killed. */
  private static void await(ProcessHandle process) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ORPHAN_SECONDS);
    while (runs(process) && System.nanoTime() < end) {
      pause();
    }
    process.destroyForcibly();
  }

  /** A zombie process counts as alive but has no command. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
  }
}
