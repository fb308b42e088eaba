package dev.sessionlifecycle.benchmarks.cases;

import dev.sessionlifecycle.benchmarks.GivenContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.pii.Scrubber;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How many inputs of a file are scrubbed as the file says, by class: every value that must be
 * hidden is wholly replaced, by a label of its type and together with at most as much other text;
 * what must stay is unchanged; of a conversation no message keeps a value.
 */
public final class CasesBenchmark {

  private static final Instant AT = Instant.parse("2026-01-05T09:00:00Z");

  private final Scrubber scrubber = Scrubber.standard();
  private final boolean isVerbose;

  private CasesBenchmark(boolean isVerbose) {
    this.isVerbose = isVerbose;
  }

  private static final class Passed {
    private int cases;
    private int count;
  }

  /**
   * Runs the program. Arguments: {@code --input FILE [--failures]}.
   *
   * @throws IOException if the file cannot be read
   */
  public static void main(String[] args) throws IOException {
    List<String> options = List.of(args);
    int input = options.indexOf("--input");
    int conversations = options.indexOf("--conversations");
    if (conversations >= 0 && conversations + 1 < options.size()) {
      replacements(SpokenConversation.read(Path.of(options.get(conversations + 1))));
      return;
    }
    if (input < 0 || input + 1 >= options.size()) {
      throw new IllegalArgumentException(
          "usage: cases --input FILE [--failures] | --conversations FILE");
    }
    new CasesBenchmark(options.contains("--failures"))
        .run(ScrubCase.read(Path.of(options.get(input + 1))));
  }

  private void run(List<ScrubCase> cases) {
    Comparator<String> byLength = Comparator.comparingInt(String::length);
    Map<String, Passed> kinds = new TreeMap<>(byLength.thenComparing(Comparator.naturalOrder()));
    Map<String, Passed> languages = new TreeMap<>();
    Passed all = new Passed();
    for (ScrubCase each : cases) {
      boolean passes = each.isConversation() ? conversation(each) : message(each);
      for (Passed passed :
          List.of(
              all,
              kinds.computeIfAbsent(each.kind(), kind -> new Passed()),
              languages.computeIfAbsent(each.language(), language -> new Passed()))) {
        passed.cases++;
        passed.count += passes ? 1 : 0;
      }
    }
    System.out.printf(Locale.ROOT, "%-8s %6s %6s%n", "class", "cases", "passed");
    kinds.forEach(
        (kind, passed) ->
            System.out.printf(Locale.ROOT, "%-8s %6d %6d%n", kind, passed.cases, passed.count));
    System.out.printf(Locale.ROOT, "%-8s %6s %6s%n", "language", "cases", "passed");
    languages.forEach(
        (code, passed) ->
            System.out.printf(Locale.ROOT, "%-8s %6d %6d%n", code, passed.cases, passed.count));
    System.out.printf(Locale.ROOT, "figure cases.count %d%n", all.cases);
    System.out.printf(
        Locale.ROOT, "figure cases.pass %.3f%n", (double) all.count / Math.max(1, all.cases));
  }

  /** Prints what is replaced in conversations, to be judged by a person. */
  private static void replacements(List<SpokenConversation> conversations) {
    Map<String, Integer> types = new TreeMap<>();
    int messages = 0;
    int replaced = 0;
    for (SpokenConversation each : conversations) {
      GivenContext context = GivenContext.of(each.channel(), each.transcript());
      StepOutcome outcome = ScrubStep.standard().execute(context);
      List<String> texts = context.after(((StepOutcome.Done) outcome).effects().messageTexts());
      for (TranscriptMessage message : each.transcript().messages()) {
        String now = texts.get((int) message.id().getLeastSignificantBits());
        messages++;
        for (Replaced range : Replaced.of(message.text(), now)) {
          replaced++;
          types.merge(range.type(), 1, Integer::sum);
          System.out.printf(
              Locale.ROOT,
              "%-16s %s%n    %s%n",
              range.type(),
              message.text().substring(range.start(), range.end()),
              message.text());
        }
      }
    }
    types.forEach((type, count) -> System.out.printf(Locale.ROOT, "%-16s %6d%n", type, count));
    System.out.printf(Locale.ROOT, "figure cases.messages %d%n", messages);
    System.out.printf(Locale.ROOT, "figure cases.replacements %d%n", replaced);
  }

  private boolean message(ScrubCase each) {
    String scrubbed = scrubber.scrub(each.text()).text();
    boolean passes = each.isUnchanged() ? scrubbed.equals(each.text()) : replaces(each, scrubbed);
    return print(each, passes, scrubbed);
  }

  private static boolean replaces(ScrubCase each, String scrubbed) {
    List<Replaced> ranges = Replaced.of(each.text(), scrubbed);
    int from = 0;
    for (ScrubCase.Wanted wanted : each.wanted()) {
      int start = each.text().indexOf(wanted.value(), from);
      if (start < 0) {
        throw new IllegalArgumentException("not in the text: " + wanted.value());
      }
      int end = start + wanted.value().length();
      if (ranges.stream().noneMatch(range -> hides(range, wanted.type(), start, end))) {
        return false;
      }
      from = end;
    }
    return !each.isExact() || onlyThat(each, ranges);
  }

  private static boolean hides(Replaced range, String type, int start, int end) {
    boolean isWhole = range.start() <= start && range.end() >= end;
    boolean isType = type.isEmpty() || type.equals(range.type());
    return isWhole && isType && range.end() - range.start() <= 2 * (end - start);
  }

  private static boolean onlyThat(ScrubCase each, List<Replaced> ranges) {
    String value = each.wanted().get(0).value();
    return ranges.size() == 1
        && each.text().substring(ranges.get(0).start(), ranges.get(0).end()).equals(value);
  }

  private boolean conversation(ScrubCase each) {
    List<TranscriptMessage> messages = new ArrayList<>();
    for (ScrubCase.Turn turn : each.messages()) {
      UUID id = new UUID(1, messages.size());
      messages.add(new TranscriptMessage(id, turn.role(), turn.text(), AT));
    }
    GivenContext context = GivenContext.of("chat", new Transcript(messages));
    StepOutcome outcome = ScrubStep.standard().execute(context);
    List<String> texts = context.after(((StepOutcome.Done) outcome).effects().messageTexts());
    boolean passes =
        each.wanted().stream()
            .noneMatch(wanted -> texts.stream().anyMatch(text -> text.contains(wanted.value())));
    return print(each, passes, String.join(" | ", texts));
  }

  private boolean print(ScrubCase each, boolean passes, String scrubbed) {
    if (isVerbose && !passes) {
      System.out.printf(
          Locale.ROOT,
          "%s %s: %s%n    is     %s%n    wanted %s%n",
          each.kind(),
          each.language(),
          each.text(),
          scrubbed,
          each.want());
    }
    return passes;
  }
}
