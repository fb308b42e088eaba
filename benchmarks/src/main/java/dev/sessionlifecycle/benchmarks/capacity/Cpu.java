package dev.sessionlifecycle.benchmarks.capacity;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time that this process and a database server have used, in microseconds. */
record Cpu(double client, double server) {
  private static final Path PROC = Path.of("/proc");

  /** The unit of processor times in {@code /proc}, which Linux reports in hundredths. */
  private static final double TICK = 10_000;

  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int FIELDS = 4;

  /** Reads both; of the server with all its processes, also those that have ended. */
  static Cpu now(long server) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double ticks = 0;
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        ticks += ticks(process, server);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Cpu(system.getProcessCpuTime() / 1e3, ticks * TICK);
  }

  private static long ticks(Path process, long server) throws IOException {
    String line;
    try {
      line = Files.readString(process.resolve("stat"));
    } catch (IOException ended) { // the process is gone
      return 0;
    }
    // The name of the program, in parentheses, may contain blanks.
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    boolean isServer = process.getFileName().toString().equals(Long.toString(server));
    if (!isServer && !fields[PARENT].equals(Long.toString(server))) {
      return 0;
    }
    long ticks = 0;
    // Its own time in user and kernel mode; of the first process also that of its ended children.
    for (int i = USER; i < USER + (isServer ? FIELDS : FIELDS / 2); i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks;
  }

  Cpu since(Cpu before) {
    return new Cpu(client - before.client, server - before.server);
  }

  Cpu per(double operations) {
    return new Cpu(client / operations, server / operations);
  }
}
