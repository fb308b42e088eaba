package dev.sessionlifecycle.verification.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class SimulatorTest {
  private static final long FIRST_SEED = Long.getLong("simulator.seed", 1);
  private static final int SEEDS = Integer.getInteger("simulator.seeds", 200);
  private static final int PLANTED_SEEDS = 20;

  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "simulated");
            thread.setDaemon(true);
            return thread;
          });
  private int lost;
  private int crashed;

  @AfterEach
  void shut_down() {
    executor.shutdown();
  }

  @Test
  void every_effect_happens_once_and_every_chain_finishes_for_every_seed() {
    assertThat(complaints(SEEDS, PlantedFault.NOTHING)).isEmpty();
    assertThat(lost).as("leases lost on the way").isGreaterThan(SEEDS / 10);
    assertThat(crashed).as("nodes that died on the way").isGreaterThan(SEEDS);
  }

  @Test
  void a_store_without_fencing_is_detected() {
    assertThat(complaints(PLANTED_SEEDS, PlantedFault.NO_FENCING)).isNotEmpty();
  }

  @Test
  void a_dropped_completion_is_detected() {
    assertThat(complaints(PLANTED_SEEDS, PlantedFault.DROPPED_COMPLETION))
        .allMatch(it -> it.endsWith("has no record"))
        .hasSize(PLANTED_SEEDS);
  }

  private List<String> complaints(int seeds, PlantedFault plant) {
    List<String> complaints = new ArrayList<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
      Simulation simulation = new Simulation(seed, plant, executor);
      try {
        simulation.play();
      } catch (AssertionError e) {
        complaints.add("seed " + seed + ": " + e.getMessage());
      } finally {
        simulation.end();
      }
      lost += simulation.lost();
      crashed += simulation.crashed();
    }
    return complaints;
  }
}
