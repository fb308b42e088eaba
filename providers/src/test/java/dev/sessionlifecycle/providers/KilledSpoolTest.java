package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.providers.ProviderSpool.Drained;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a spool has acknowledged is lost when its process is killed at any moment. */
@Tag("long")
class KilledSpoolTest {
  private static final int KILLS = 25;
  private static final long SEED = 20_261_130;

  @TempDir Path folder;

  private final Set<Integer> acknowledged = new TreeSet<>();
  private final Set<Integer> applied = new TreeSet<>();

  @Test
  void nothing_acknowledged_is_lost_on_kill_9() throws Exception {
    Path file = folder.resolve("hooks.spool");
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      int before = acknowledged.size();
      runAndKill(file, acknowledged.size() + kill + 1, 1 + random.nextInt(400));
      assertTrue(acknowledged.size() > before, "the process got to work");
    }
    try (ProviderSpool spool = ProviderSpool.open(file)) {
      spool.drain(
          entry -> {
            int number = (int) entry.organizationId().getLeastSignificantBits();
            assertEquals(
                SpoolingProcess.body(number), new String(entry.body(), StandardCharsets.UTF_8));
            applied.add(number);
            return Drained.DONE;
          });
    }
    Set<Integer> lost = new TreeSet<>(acknowledged);
    lost.removeAll(applied);
    assertEquals(Set.of(), lost);
  }

  /** Kills the process behind so many lines, which is in the middle of an append or a drain. */
  private void runAndKill(Path file, int from, int lines) throws IOException, InterruptedException {
    Process process =
        SpoolingProcess.on(file, from).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      String line = out.readLine();
      for (int i = 0; line != null; i++) {
        note(line);
        if (i == lines) {
          process.toHandle().destroyForcibly(); // what it has printed can still be read
        }
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly();
      assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }
  }

  private void note(String line) {
    String[] words = line.split(" ", -1);
    (words[0].equals("acknowledged") ? acknowledged : applied).add(Integer.valueOf(words[1]));
  }
}
