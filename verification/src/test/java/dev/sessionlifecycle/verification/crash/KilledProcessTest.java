package dev.sessionlifecycle.verification.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
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

/** A process on an H2 file is killed repeatedly, in the middle of whatever it does. */
@Tag("long")
class KilledProcessTest {
  private static final long SEED = 20260302;
  private static final int KILLS = 4;

  @TempDir private Path folder;

  @Test
  void acknowledged_calls_survive_a_killed_process_and_chains_finish_once() throws Exception {
    Random random = new Random(SEED);
    String file = folder.resolve("sessions").toString();
    List<String> said = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      said.addAll(runAndKill(file, 20 + random.nextInt(200)));
    }
    // An hour later the leases of all killed processes have expired.
    InstantSource later = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    SessionStore store = JdbcSessionStore.h2Builder(file).clock(StoreClock.of(later)).build();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(store).finalizeWith(KilledWorker.chain()).build()) {
      OrganizationSessions sessions = lifecycle.organization(KilledWorker.ORGANIZATION);
      new AcknowledgedCalls(said).isThere(sessions);
      AcknowledgedCalls.isWhole(store, sessions);
      AcknowledgedCalls.finishesOnce(lifecycle, sessions);
    }
  }

  private static List<String> runAndKill(String file, int lines)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledWorker.class.getName(),
                file)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      while (said.size() < lines) {
        String line = out.readLine();
        assertThat(line).as("the worker ended by itself").isNotNull();
        said.add(line);
      }
      process.toHandle().destroyForcibly();
      process.waitFor();
      // Lines it printed before it died that had not been read yet were acknowledged too.
      out.lines().filter(line -> line.length() > 40).forEach(said::add);
    }
    return said;
  }
}
