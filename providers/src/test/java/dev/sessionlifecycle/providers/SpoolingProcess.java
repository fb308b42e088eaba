package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.providers.ProviderSpool.Drained;
import dev.sessionlifecycle.providers.ProviderSpool.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A process that appends to a spool and drains it at the same time, until it is killed. It prints a
 * line for each request that it has acknowledged, and before that one for each that it has applied.
 */
public final class SpoolingProcess {
  private static final int DRAIN_EVERY = 50;

  private SpoolingProcess() {}

  /** Returns how to start it on a file, with the number of its first request. */
  static ProcessBuilder on(Path file, int from) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx64m",
        "-cp",
        System.getProperty("java.class.path"),
        SpoolingProcess.class.getName(),
        file.toString(),
        Integer.toString(from));
  }

  public static void main(String[] arguments) throws IOException {
    int from = Integer.parseInt(arguments[1]);
    try (ProviderSpool spool = ProviderSpool.open(Path.of(arguments[0]))) {
      for (int i = from; ; i++) {
        byte[] body = body(i).getBytes(StandardCharsets.UTF_8);
        if (spool.append(new Entry(new UUID(0, i), "vapi", body))) {
          print("acknowledged " + i);
        }
        if (i % DRAIN_EVERY == 0) {
          spool.drain(SpoolingProcess::apply);
        }
      }
    }
  }

  static String body(int number) {
    return "request " + number + " " + "x".repeat(number * 31 % 4_000);
  }

  private static Drained apply(Entry entry) {
    print("applied " + entry.organizationId().getLeastSignificantBits());
    return Drained.DONE;
  }

  /** In one write each, so that a kill leaves no part of a line but the last. */
  private static void print(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    System.out.write(bytes, 0, bytes.length);
    System.out.flush();
  }
}
