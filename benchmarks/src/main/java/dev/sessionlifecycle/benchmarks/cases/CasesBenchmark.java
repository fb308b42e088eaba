package dev.sessionlifecycle.benchmarks.cases;

import dev.sessionlifecycle.benchmarks.GivenContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.pii.Scrubber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many inputs of a file are scrubbed as the file says, by class: every value that must be
 * hidden is wholly replaced, by a label of its type and together with at most as much other text;
 * what must stay is unchanged; of a conversation no message keeps a value.
 */
public final class CasesBenchmark {

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
      boolean passes = passes(each);
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

  private boolean passes(ScrubCase each) {
    ScrubbedCase scrubbed = ScrubbedCase.of(each, scrubber);
    if (isVerbose && !scrubbed.isRight()) {
      System.out.printf(
          Locale.ROOT,
          "%s %s: %s%n    is     %s%n    wanted %s%n",
          each.kind(),
          each.language(),
          each.text(),
          scrubbed.text(),
          each.want());
    }
    return scrubbed.isRight();
  }
}
