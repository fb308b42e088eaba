package dev.sessionlifecycle.benchmarks.cases;

import dev.sessionlifecycle.steps.pii.Scrubber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many of the values of a file of {@linkplain CasesBenchmark inputs} are replaced, by type and
 * language, and how many of its harmless inputs are changed. Values of which the file does not say
 * the type count as {@code any}.
 */
public final class SampleRecall {

  private static final class Count {
    private int labels;
    private int found;
  }

  private final Map<String, Map<String, Count>> types = new TreeMap<>();
  private final Set<String> languages = new TreeSet<>();
  private int harmless;
  private int changed;

  private SampleRecall() {}

  /**
   * Scrubs the inputs of a file and counts.
   *
   * @throws IOException if the file cannot be read
   */
  public static SampleRecall of(Path file) throws IOException {
    SampleRecall recall = new SampleRecall();
    Scrubber scrubber = Scrubber.standard();
    for (ScrubCase each : ScrubCase.read(file)) {
      recall.add(ScrubbedCase.of(each, scrubber));
    }
    return recall;
  }

  private void add(ScrubbedCase scrubbed) {
    ScrubCase input = scrubbed.input();
    if (input.isUnchanged()) {
      harmless++;
      changed += scrubbed.isRight() ? 0 : 1;
    }
    for (ScrubCase.Wanted wanted : input.wanted()) {
      String type = wanted.type().isEmpty() ? "any" : wanted.type();
      languages.add(input.language());
      Count count =
          types
              .computeIfAbsent(type, key -> new TreeMap<>())
              .computeIfAbsent(input.language(), key -> new Count());
      count.labels++;
      count.found += scrubbed.missed().contains(wanted) ? 0 : 1;
    }
  }

  /** Prints found and labelled values by type and language. */
  public void print() {
    System.out.printf(Locale.ROOT, "%-18s", "found of labels");
    languages.forEach(language -> System.out.printf(Locale.ROOT, " %7s", language));
    System.out.println();
    types.forEach(
        (type, byLanguage) -> {
          System.out.printf(Locale.ROOT, "%-18s", type);
          for (String language : languages) {
            Count count = byLanguage.get(language);
            String cell = count == null ? "n/a" : count.found + "/" + count.labels;
            System.out.printf(Locale.ROOT, " %7s", cell);
          }
          System.out.println();
        });
    System.out.println("harmless inputs: " + harmless + ", of which " + changed + " are changed");
  }

  /** Prints the figures, each recall by type and language. */
  public void printFigures() {
    types.forEach(
        (type, byLanguage) ->
            byLanguage.forEach(
                (language, count) ->
                    System.out.printf(
                        Locale.ROOT,
                        "figure pii.sample.%s.%s.recall %.4f%n",
                        type,
                        language,
                        (double) count.found / count.labels)));
    System.out.println("figure pii.sample.harmless " + harmless);
    System.out.println("figure pii.sample.harmless.changed " + changed);
  }
}
