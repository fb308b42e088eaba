package dev.sessionlifecycle.benchmarks.pii;

import dev.sessionlifecycle.benchmarks.GivenContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.pii.Scrubber;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * The effect of reading one speaker's messages together: unrelated lines are passed as messages of
 * one speaker. What one line gives away is found again in the others, where it is another's value
 * at times; what is replaced beyond the single lines and outside of all labels is a false positive.
 */
final class Rows {
  private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");
  private static final int SMALL = 1_000;
  private static final int LARGE = 50_000;

  private Rows() {}

  static void report(List<LabelledLine> lines) {
    List<String> texts = lines.stream().map(LabelledLine::text).toList();
    Scrubber scrubber = Scrubber.standard();
    List<String> together = scrubbed(texts);
    int beyond = 0;
    for (int i = 0; i < texts.size(); i++) {
      if (!together.get(i).equals(scrubber.scrub(texts.get(i)).text())
          && !keepsWhatIsHarmless(lines.get(i), together.get(i))) {
        beyond++;
      }
    }
    scrubbed(repeated(texts, SMALL));
    double small = nanos(repeated(texts, SMALL)) / SMALL;
    double large = nanos(repeated(texts, LARGE)) / LARGE;
    System.out.printf(
        Locale.ROOT, "figure pii.rows.false_per_1000 %.1f%n", 1_000.0 * beyond / texts.size());
    System.out.printf(Locale.ROOT, "figure pii.rows.us_per_message %.1f%n", large / 1_000);
    System.out.printf(Locale.ROOT, "figure pii.rows.growth %.2f%n", large / small);
  }

  /** Whether everything between the labels of a line stands in the result, in order. */
  private static boolean keepsWhatIsHarmless(LabelledLine line, String scrubbed) {
    int from = 0;
    int at = 0;
    List<PiiSpan> spans =
        line.spans().stream().sorted(Comparator.comparing(PiiSpan::start)).toList();
    for (int i = 0; i <= spans.size(); i++) {
      int end = i < spans.size() ? spans.get(i).start() : line.text().length();
      if (end > from) {
        String harmless = line.text().substring(from, end);
        int found = scrubbed.indexOf(harmless, at);
        if (found < 0) {
          return false;
        }
        at = found + harmless.length();
      }
      from = i < spans.size() ? Math.max(from, spans.get(i).end()) : from;
    }
    return true;
  }

  private static List<String> repeated(List<String> texts, int count) {
    List<String> many = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      many.add(texts.get(i % texts.size()));
    }
    return many;
  }

  private static double nanos(List<String> texts) {
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      scrubbed(texts);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  private static List<String> scrubbed(List<String> texts) {
    List<TranscriptMessage> messages = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      messages.add(new TranscriptMessage(new UUID(1, i), MessageRole.USER, texts.get(i), AT));
    }
    GivenContext context = GivenContext.of("chat", new Transcript(messages));
    StepOutcome outcome = ScrubStep.standard().execute(context);
    return context.after(((StepOutcome.Done) outcome).effects().messageTexts());
  }
}
