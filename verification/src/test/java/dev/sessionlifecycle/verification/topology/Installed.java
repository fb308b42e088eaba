package dev.sessionlifecycle.verification.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Programs that are installed on this machine, run as children of this JVM. */
final class Installed {
  private static final long START_SECONDS = 30;

  private Installed() {}

  /** Returns the directory of an installed PostgreSQL that can stream to a standby. */
  static Path postgres() {
    return existing(Path.of("/usr/lib/postgresql/15"), "postgresql-15");
  }

  static Path pgBouncer() {
    return existing(Path.of("/usr/sbin/pgbouncer"), "pgbouncer");
  }

  static Path pgPool() {
    return existing(Path.of("/usr/sbin/pgpool"), "pgpool2");
  }

  private static Path existing(Path path, String debianPackage) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          path + " is missing: install Debian's package " + debianPackage);
    }
    return path;
  }

  /** Starts a program and returns when it accepts connections at the port. */
  static Process start(Path log, int port, List<String> command) {
    List<String> all = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      all.addAll(List.of("unshare", "-U")); // these programs refuse to run as root
    }
    all.addAll(command);
    try {
      Process process =
          new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
      while (!listens(port)) {
        if (System.nanoTime() > end || !process.isAlive()) {
          throw new IllegalStateException("does not start: " + all + "\n" + Files.readString(log));
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
