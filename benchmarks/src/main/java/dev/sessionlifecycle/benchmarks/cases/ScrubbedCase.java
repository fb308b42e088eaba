package dev.sessionlifecycle.benchmarks.cases;

import dev.sessionlifecycle.benchmarks.GivenContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.pii.Scrubber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An input as it was scrubbed.
 *
 * @param input the input and what is right for it
 * @param texts the scrubbed message, or the messages of the conversation
 * @param missed the values that are left, or not replaced as they should be
 */
record ScrubbedCase(ScrubCase input, List<String> texts, List<ScrubCase.Wanted> missed) {

  private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");

  static ScrubbedCase of(ScrubCase input, Scrubber scrubber) {
    return input.isConversation() ? conversation(input) : message(input, scrubber);
  }

  /** Returns whether the input was scrubbed as the file says. */
  boolean isRight() {
    if (input.isUnchanged()) {
      return texts.get(0).equals(input.text());
    }
    return missed.isEmpty() && (!input.isExact() || onlyThat());
  }

  String text() {
    return String.join(" | ", texts);
  }

  private static ScrubbedCase message(ScrubCase input, Scrubber scrubber) {
    String scrubbed = scrubber.scrub(input.text()).text();
    List<Replaced> ranges = Replaced.of(input.text(), scrubbed);
    List<ScrubCase.Wanted> missed = new ArrayList<>();
    int from = 0;
    for (ScrubCase.Wanted wanted : input.wanted()) {
      int start = input.text().indexOf(wanted.value(), from);
      if (start < 0) {
        throw new IllegalArgumentException("not in the text: " + wanted.value());
      }
      int end = start + wanted.value().length();
      if (ranges.stream().noneMatch(range -> range.hides(wanted.type(), start, end))) {
        missed.add(wanted);
      }
      from = end;
    }
    return new ScrubbedCase(input, List.of(scrubbed), missed);
  }

  private boolean onlyThat() {
    List<Replaced> ranges = Replaced.of(input.text(), texts.get(0));
    String value = input.wanted().get(0).value();
    return ranges.size() == 1
        && input.text().substring(ranges.get(0).start(), ranges.get(0).end()).equals(value);
  }

  private static ScrubbedCase conversation(ScrubCase input) {
    List<TranscriptMessage> messages = new ArrayList<>();
    for (ScrubCase.Turn turn : input.messages()) {
      UUID id = new UUID(1, messages.size());
      messages.add(new TranscriptMessage(id, turn.role(), turn.text(), AT));
    }
    GivenContext context = GivenContext.of("chat", new Transcript(messages));
    StepOutcome outcome = ScrubStep.standard().execute(context);
    List<String> texts = context.after(((StepOutcome.Done) outcome).effects().messageTexts());
    List<ScrubCase.Wanted> missed =
        input.wanted().stream()
            .filter(wanted -> texts.stream().anyMatch(text -> text.contains(wanted.value())))
            .toList();
    return new ScrubbedCase(input, texts, missed);
  }
}
