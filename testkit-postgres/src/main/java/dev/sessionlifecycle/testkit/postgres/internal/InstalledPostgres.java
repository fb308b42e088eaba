package dev.sessionlifecycle.testkit.postgres.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that is installed on this machine, for example Debian's, run from a data directory
 * of its own as a child of this JVM: another version than the embedded one, and one that has {@code
 * pg_basebackup}. Anybody on this machine may connect. Not thread-safe.
 */
public final class InstalledPostgres implements AutoCloseable {
  private static final long START_SECONDS = 60;

  private final Path home;
  private final Path data;
  private final int port;
  private @Nullable Process postmaster;

  private InstalledPostgres(Path home, Path data, int port) {
    this.home = home;
    this.data = data;
    this.port = port;
  }

  /**
   * Starts a new server of the installation in this directory, with these additional settings. If
   * this throws, neither a process nor data is left.
   */
  public static InstalledPostgres start(Path home, Map<String, String> settings) {
    InstalledPostgres server = new InstalledPostgres(home, newDirectory(), freePort());
    return server.orClosed(
        () -> {
          server.run(
              "initdb", "--auth=trust", "--username=postgres", "--locale=C.UTF-8", "--no-sync");
          server.configure(settings);
          server.start();
        });
  }

  /**
   * Makes a standby that follows this server, with these additional settings; the standby is
   * running when this returns. If this throws, neither a process nor data of it is left.
   */
  public InstalledPostgres startStandby(Map<String, String> settings) {
    InstalledPostgres standby = new InstalledPostgres(home, newDirectory(), freePort());
    return standby.orClosed(() -> follow(standby, settings));
  }

  /** Returns this once it has started; closes it if that throws, since no caller has it then. */
  private InstalledPostgres orClosed(Runnable starting) {
    try {
      starting.run();
      return this;
    } catch (Throwable e) {
      try {
        close();
      } catch (Throwable notClosed) {
        e.addSuppressed(notClosed);
      }
      throw e;
    }
  }

  /** Makes a standby of the other, killed server, at its old port; its data is replaced. */
  public void takeBack(InstalledPostgres killed, Map<String, String> settings) {
    delete(killed.data);
    follow(killed, settings);
  }

  private void follow(InstalledPostgres standby, Map<String, String> settings) {
    standby.run(
        "pg_basebackup",
        "--write-recovery-conf",
        "--wal-method=stream",
        "--checkpoint=fast",
        "--no-sync",
        "--host=127.0.0.1",
        "--port=" + port,
        "--username=postgres");
    standby.configure(settings);
    standby.start();
  }

  /** Ends the recovery of this standby; returns when it accepts writes. */
  public void promote() {
    execute("SELECT pg_promote(true, 60)");
  }

  /** Returns the port, which stays the same across restarts. */
  public int port() {
    return port;
  }

  /** Returns the JDBC URL of the database that an installation begins with. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /** Runs one statement on a connection of its own. */
  public void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the installed PostgreSQL refuses " + sql, e);
    }
  }

  /** Kills the postmaster with SIGKILL and waits until its child processes are gone too. */
  public void kill() {
    Process process = postmaster;
    if (process != null) {
      kill(process);
      postmaster = null;
    }
  }

  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    children.forEach(child -> child.onExit().join());
  }

  /** Stops the server and deletes its data. */
  @Override
  public void close() {
    kill();
    delete(Objects.requireNonNull(data.getParent()));
  }

  private void start() {
    List<String> command = command("postgres");
    command.addAll(List.of("-D", data.toString()));
    try {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    postmaster = launch(command);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!answers()) {
      if (System.nanoTime() > end || !postmaster.isAlive()) {
        throw new IllegalStateException("the installed PostgreSQL does not start: " + log());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(url())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private void configure(Map<String, String> settings) {
    StringBuilder lines = new StringBuilder();
    lines.append("port = ").append(port).append('\n');
    lines.append("listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\n");
    lines.append("max_connections = 200\n");
    settings.forEach(
        (name, value) -> lines.append(name).append(" = '").append(value).append("'\n"));
    try {
      Files.writeString(data.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program of the installation on the data directory, to its end. */
  private void run(String program, String... arguments) {
    List<String> command = command(program);
    command.addAll(List.of("-D", data.toString()));
    command.addAll(List.of(arguments));
    Process process = launch(command);
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(program + " ended with " + status + ": " + log());
      }
    } catch (InterruptedException e) {
      kill(process); // it would go on to write where the data is deleted
      Thread.currentThread().interrupt();
      throw new IllegalStateException(program + " was interrupted", e);
    }
  }

  private Process launch(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** PostgreSQL refuses to run as root, hence the user namespace. */
  private List<String> command(String program) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    return command;
  }

  private Path logFile() {
    return data.resolveSibling("log");
  }

  private String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException e) {
      return "no log";
    }
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("installed-postgres").resolve("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
