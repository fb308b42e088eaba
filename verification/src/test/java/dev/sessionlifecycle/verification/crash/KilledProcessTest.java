package dev.sessionlifecycle.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes are killed repeatedly, in the middle of whatever their threads do. */
@Tag("long")
class KilledProcessTest {
  private static final long SEED = 20260302;
  private static final int KILLS = Integer.getInteger("sessionlifecycle.kills", 3);
  private static final int FIRST_KILL = 20;
  private static final int KILL_WITHIN = 400;

  /** An hour later the leases of all killed processes have expired. */
  private static final StoreClock LATER =
      StoreClock.of(InstantSource.offset(InstantSource.system(), Duration.ofHours(1)));

  private final Random random = new Random(SEED);

  @TempDir private Path folder;

  @Test
  void acknowledged_calls_survive_a_killed_process_and_chains_finish_once() throws Exception {
    String file = folder.resolve("sessions").toString();
    List<String> said = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (Node node = Node.start(file, 3)) {
        said.addAll(node.kill(moment()));
      }
    }
    check("h2", said, JdbcSessionStore.h2Builder(file).clock(LATER).build());
  }

  @Test
  void acknowledged_calls_survive_killed_processes_that_share_a_database() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    List<String> said = new ArrayList<>();
    try (Node first = Node.start(url, 3)) {
      Node running = first;
      for (int kill = 1; kill < KILLS; kill++) {
        Node next = Node.start(url, 3); // works while the other one dies
        said.addAll(running.kill(moment()));
        running = next;
      }
      said.addAll(running.kill(moment()));
    }
    check(
        "postgresql",
        said,
        JdbcSessionStore.postgresBuilder(url, "postgres", "postgres").clock(LATER).build());
  }

  private int moment() {
    return FIRST_KILL + random.nextInt(KILL_WITHIN);
  }

  private static void check(String name, List<String> said, SessionStore store) {
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(store).finalizeWith(KilledWorker.chain()).build()) {
      OrganizationSessions sessions = lifecycle.organization(KilledWorker.ORGANIZATION);
      new AcknowledgedCalls(said).isThere(sessions);
      AcknowledgedCalls.isWhole(store, sessions);
      AcknowledgedCalls.finishesOnce(lifecycle, sessions);
    }
    System.out.println("figure kills." + name + ".kills " + KILLS);
    System.out.println("figure kills." + name + ".acknowledged " + said.size());
  }

  /** A running process, and what it has said so far. */
  private record Node(Process process, BufferedReader out) implements AutoCloseable {
    static Node start(String database, int threads) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWorker.class.getName(),
                  database,
                  String.valueOf(threads))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Node(process, process.inputReader());
    }

    /** Kills it after this many lines; returns all lines. */
    List<String> kill(int lines) throws IOException, InterruptedException {
      List<String> said = new ArrayList<>();
      while (said.size() < lines) {
        String line = out.readLine();
        assertThat(line).as("the worker ended by itself").isNotNull();
        said.add(line);
      }
      close();
      process.waitFor();
      // Lines it printed before it died that had not been read yet were acknowledged too.
      out.lines().filter(line -> line.length() > 40).forEach(said::add);
      return said;
    }

    @Override
    public void close() {
      process.toHandle().destroyForcibly();
    }
  }
}
