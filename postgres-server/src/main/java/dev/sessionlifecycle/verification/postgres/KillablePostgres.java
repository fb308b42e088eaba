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
 * A durable PostgreSQL whose postmaster can be killed and started again on the same data and port.
 * Always a child of this JVM: a server of somebody else is not for killing. Not thread-safe.
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

  /** A new server with these settings of postgresql.conf besides. */
  public static KillablePostgres start(Map<String, String> settings) {
    try {
      return new KillablePostgres(Files.createTempDirectory("killable-postgres"), settings);
    } catch (IOException e) {
      throw new IllegalStateException("cannot start a PostgreSQL of this process's own", e);
    }
  }

  /** The port, the same after every start. */
  public int port() {
    return server.getPort();
  }

  /** The JDBC URL of its database. */
  public String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** Kills the postmaster with SIGKILL, and waits until its orphans are gone too. */
  public void kill() {
    ProcessHandle postmaster = postmaster();
    List<ProcessHandle> orphans = postmaster.descendants().toList();
    postmaster.destroyForcibly();
    await(postmaster);
    orphans.forEach(KillablePostgres::await);
  }

  /** Starts the killed server again, and waits until it has recovered what it acknowledged. */
  public void restart() {
    restart(command);
  }

  /** The same, where no file of it can grow beyond so many blocks, of 512 or 1,024 bytes. */
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
      if (!postmaster.isAlive()) { // an orphan of the killed one was still there
        postmaster = launch(command);
      }
    }
  }

  /** Stops the server, and deletes its data. */
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

  /** What it was started with; PostgreSQL refuses to run as root, but not as root of nothing. */
  private static List<String> command(ProcessHandle.Info info) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(info.command().orElseThrow());
    command.addAll(List.of(info.arguments().orElseThrow()));
    return command;
  }

  /** Orphans leave by themselves when they notice; one that does not is killed too. */
  private static void await(ProcessHandle process) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ORPHAN_SECONDS);
    while (runs(process) && System.nanoTime() < end) {
      pause();
    }
    process.destroyForcibly();
  }

  /** One that nobody has buried yet is alive by its number, but runs no program. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
  }
}
