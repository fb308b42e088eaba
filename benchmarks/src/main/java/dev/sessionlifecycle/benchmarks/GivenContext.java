package dev.sessionlifecycle.benchmarks;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The context of a step for a given transcript, without a store.
 *
 * @param replaced collects the texts that the step replaces ahead of its outcome
 */
public record GivenContext(String channel, Transcript transcript, Map<UUID, String> replaced)
    implements StepContext {

  private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");

  /** Returns a context with this transcript. */
  public static GivenContext of(String channel, Transcript transcript) {
    return new GivenContext(channel, transcript, new HashMap<>());
  }

  /** Returns the texts of the messages after a step whose outcome replaces these. */
  public List<String> after(Map<UUID, String> outcome) {
    return transcript.messages().stream()
        .map(it -> outcome.getOrDefault(it.id(), replaced.getOrDefault(it.id(), it.text())))
        .toList();
  }

  @Override
  public void replaceMessages(Map<UUID, String> texts) {
    replaced.putAll(texts);
  }

  @Override
  public ClosedSession session() {
    return EndedSessions.of(channel, AT, Duration.ZERO, transcript.messages().size());
  }

  @Override
  public String stepName() {
    return "measured";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public String idempotencyKey() {
    return "benchmark";
  }

  @Override
  public Duration timeLeft() {
    return Duration.ofHours(1);
  }

  @Override
  public boolean isCancelled() {
    return false;
  }
}
