package dev.sessionlifecycle.events;

import java.time.Duration;
import java.util.List;

/**
 * The pauses between attempts that <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability">Standard
 * Webhooks</a> recommend: ten attempts within about three days.
 */
final class RetrySchedule {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  private RetrySchedule() {}

  /**
   * Returns the pause after a failed attempt: up to a tenth shorter or longer, so that events that
   * failed together do not come back together. The same for the same event and attempt.
   *
   * @param attempt the number of the failed attempt, from 1
   */
  static Duration pause(String eventId, int attempt) {
    Duration pause = PAUSES.get(Math.min(attempt, PAUSES.size()) - 1);
    int mixed = (eventId + attempt).hashCode() * 0x9E3779B1;
    int spread = (mixed >>> 8) % 201 - 100;
    return pause.plusMillis(pause.toMillis() * spread / 1_000);
  }
}
