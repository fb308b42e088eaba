package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;

/** The line of facts at the beginning of a summary. */
final class FactsHeader {

  private FactsHeader() {}

  /**
   * Returns a line such as "voice session, 3 min 12 s, 14 turns, resolved (user_hangup)." Where the
   * transcript is an excerpt, all messages are counted instead.
   */
  static String of(ClosedSession session, Transcript transcript) {
    long turns =
        transcript.messages().stream()
            .filter(m -> m.role() == MessageRole.USER || m.role() == MessageRole.AGENT)
            .count();
    return session.channel()
        + " session, "
        + duration(session.durationMs())
        + ", "
        + (transcript.size() < session.messageCount()
            ? session.messageCount() + " messages, "
            : turns + (turns == 1 ? " turn, " : " turns, "))
        + session.outcome().wire()
        + " ("
        + session.reason().wire()
        + ").";
  }

  private static String duration(long millis) {
    Duration duration = Duration.ofMillis(millis);
    if (duration.toDays() > 0) {
      return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    if (duration.toMinutes() > 0) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return duration.toSeconds() + " s";
  }
}
