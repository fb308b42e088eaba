package dev.sessionlifecycle.benchmarks.summary;

import dev.sessionlifecycle.benchmarks.EndedSessions;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.summary.SummaryRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Generates conversations of any length from a seed: two speakers, changing subjects, small talk.
 */
final class Conversations {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");
  private static final List<String> SUBJECTS =
      List.of(
          "the delivery of my new washing machine",
          "the invoice from last month",
          "a table for four people",
          "the password of my account",
          "the return of two lamps",
          "my internet connection",
          "a flight to Lisbon",
          "the warranty of the phone");
  private static final List<String> USER =
      List.of(
          "I am calling about %s. ",
          "Can you tell me when %s will be settled? ",
          "Nobody has answered my letter about %s. ",
          "Yes. ",
          "Thanks, that helps. ",
          "I would rather have an answer about %s today than next week. ");
  private static final List<String> AGENT =
      List.of(
          "I am looking at %s now. ",
          "We will settle %s within two working days. ",
          "One moment. ",
          "Is there anything else about %s that I can do for you? ",
          "I have opened case number %d for %s. ");

  private Conversations() {}

  static SummaryRequest ofTurns(int turns, long seed) {
    Random random = new Random(seed);
    List<TranscriptMessage> messages = new ArrayList<>(turns);
    String subject = SUBJECTS.get(0);
    for (int i = 0; i < turns; i++) {
      if (i % 40 == 0) {
        subject =
            SUBJECTS.get(random.nextInt(SUBJECTS.size())) + " of order " + random.nextInt(1_000);
      }
      boolean user = i % 2 == 0;
      StringBuilder text = new StringBuilder();
      for (int s = 0; s <= random.nextInt(3); s++) {
        List<String> kinds = user ? USER : AGENT;
        String kind = kinds.get(random.nextInt(kinds.size()));
        text.append(kind.replace("%s", subject).replace("%d", "" + random.nextInt(10_000)));
      }
      messages.add(
          new TranscriptMessage(
              new UUID(seed, i),
              user ? MessageRole.USER : MessageRole.AGENT,
              text.toString().strip(),
              START.plusSeconds(i)));
    }
    return new SummaryRequest(
        EndedSessions.of("voice", START, Duration.ofSeconds(turns), turns),
        new Transcript(messages),
        Duration.ofMinutes(5));
  }
}
