package dev.sessionlifecycle.steps.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.testkit.steps.StepProbe;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemorySyncStepTest {

  private static final StepScenario CALL =
      StepScenario.voice()
          .user("I am ada@example.org.")
          .summary("Call 415-555-0132.")
          .metadata(Map.of("mail", "ada@example.org"));

  @Test
  void a_session_is_synced_on_acknowledgement_and_every_retry_has_the_same_key() {
    List<MemoryRecord> sent = new ArrayList<>();
    StepProbe probe = StepProbe.of(MemorySyncStep.to(acknowledging(sent)));

    assertTrue(probe.run(CALL).memorySynced());
    probe.crashBetween(CALL);

    assertEquals(3, sent.size());
    assertEquals(1, sent.stream().map(MemoryRecord::idempotencyKey).distinct().count());
  }

  @Test
  void only_scrubbed_content_is_sent() {
    List<MemoryRecord> sent = new ArrayList<>();
    StepProbe.of(MemorySyncStep.to(acknowledging(sent)).withTranscript()).run(CALL);

    String line = MemoryRecords.json(sent.get(0));
    assertFalse(line.contains("ada@example.org"), line);
    assertFalse(line.contains("555-0132"), line);
    assertEquals("I am [EMAIL_ADDRESS].", sent.get(0).messages().get(0).text());
  }

  @Test
  void a_busy_sink_is_retried_and_a_refusing_sink_is_not() throws Exception {
    MemorySyncStep busy = MemorySyncStep.to(memory -> SyncResult.tryLater(Duration.ofDays(90)));
    assertEquals(
        StepOutcome.retryLater(Duration.ofDays(30), "sink-busy"), busy.execute(CALL.context(busy)));
    MemorySyncStep never = MemorySyncStep.to(memory -> SyncResult.refused("http-422"));
    assertEquals(StepOutcome.rejected("http-422"), never.execute(CALL.context(never)));
  }

  @Test
  void hostile_transcripts_do_not_fail_the_step() {
    StepProbe.of(MemorySyncStep.to(acknowledging(new ArrayList<>())).withTranscript())
        .survivesHostileTranscripts();
  }

  private static MemorySink acknowledging(List<MemoryRecord> sent) {
    return memory -> {
      sent.add(memory);
      return SyncResult.acknowledged();
    };
  }
}
