package dev.sessionlifecycle.verification.retention;

import dev.sessionlifecycle.archive.FileSessionArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node in a process of its own, which erases each end user it is given from an archive. */
final class ArchiveEraser implements AutoCloseable {

  private final Process process;
  private final PrintWriter orders;
  private final BufferedReader reports;

  ArchiveEraser(Path root) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ArchiveEraser.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    orders = new PrintWriter(process.outputWriter(), true);
    reports = process.inputReader();
  }

  void order(UUID organization, UUID user) {
    orders.println(organization + " " + user);
  }

  /** Returns a user and the number of sessions that were deleted, or null if the node has died. */
  String report() throws IOException {
    return reports.readLine();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** Runs the node with two threads until its input ends. */
  public static void main(String[] args) throws IOException {
    FileSessionArchive archive = FileSessionArchive.in(Path.of(args[0]));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      List<UUID> ids = List.of(line.split(" ", -1)).stream().map(UUID::fromString).toList();
      threads.execute(
          () -> {
            String deleted;
            try {
              deleted = String.valueOf(archive.delete(ids.get(0), ids.get(1), Set.of()));
            } catch (IOException e) {
              deleted = e.toString();
            }
            System.out.println(ids.get(1) + " " + deleted);
          });
    }
    threads.shutdown();
  }
}
