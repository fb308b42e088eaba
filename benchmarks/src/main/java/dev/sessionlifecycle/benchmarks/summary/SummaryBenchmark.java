package dev.sessionlifecycle.benchmarks.summary;

import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.summary.ExtractiveSummarizer;
import dev.sessionlifecycle.steps.summary.SummaryRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The cost of a turn in conversations of 100 to 10,000 turns (processor time of the thread), the
 * memory given to the JVM, and whether summaries are faithful: bounded, quoting both speakers,
 * without a sentence that was never said.
 */
final class SummaryBenchmark {

  private static final int BOUND = 1_200;
  private static final int ROUNDS = 9;
  private static final int SAMPLES = 200;

  private static final ExtractiveSummarizer SUMMARIZER = ExtractiveSummarizer.standard();

  private SummaryBenchmark() {}

  /** Runs the program. No arguments. */
  public static void main(String[] args) throws IOException {
    BarChart chart = new BarChart("Extractive summaries", "microseconds a turn");
    double small = 0;
    double large = 0;
    for (int turns : List.of(100, 1_000, 10_000)) {
      double cost = microsecondsPerTurn(turns);
      System.out.printf(Locale.ROOT, "%6d turns: %.2f µs a turn%n", turns, cost);
      chart.bar("microseconds a turn", turns + " turns", cost);
      small = turns == 1_000 ? cost : small;
      large = turns == 10_000 ? cost : large;
    }
    System.out.println(SUMMARIZER.summarize(Conversations.ofTurns(10_000, 1)));
    int invented = 0;
    int bothQuoted = 0;
    int longest = 0;
    for (int seed = 0; seed < SAMPLES; seed++) {
      SummaryRequest request = Conversations.ofTurns(2 + seed, seed);
      String summary = SUMMARIZER.summarize(request);
      invented += invented(summary, request);
      bothQuoted += summary.contains("\nUser: ") && summary.contains("\nAgent: ") ? 1 : 0;
      longest = Math.max(longest, summary.codePointCount(0, summary.length()));
    }
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    System.out.printf(Locale.ROOT, "figure summary.memory_mb %d%n", megabytes);
    System.out.printf(Locale.ROOT, "figure summary.invented_sentences %d%n", invented);
    System.out.printf(
        Locale.ROOT, "figure summary.both_speakers %.3f%n", (double) bothQuoted / SAMPLES);
    System.out.printf(Locale.ROOT, "figure summary.longest_code_points %d%n", longest);
    System.out.printf(Locale.ROOT, "figure summary.bound_code_points %d%n", BOUND);
    System.out.printf(Locale.ROOT, "figure summary.us_per_turn_10000 %.2f%n", large);
    System.out.printf(Locale.ROOT, "figure summary.growth %.2f%n", large / small);
    chart.writeIfAsked("summary");
  }

  private static double microsecondsPerTurn(int turns) {
    SummaryRequest request = Conversations.ofTurns(turns, turns);
    for (int i = 0; i < 20_000 / turns; i++) {
      SUMMARIZER.summarize(request);
    }
    double[] costs = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = cpu();
      SUMMARIZER.summarize(request);
      costs[i] = (cpu() - start) / 1e3 / turns;
    }
    Arrays.sort(costs);
    return costs[ROUNDS / 2];
  }

  private static int invented(String summary, SummaryRequest request) {
    int invented = 0;
    for (String line : summary.lines().skip(1).toList()) {
      String said = line.substring(line.indexOf(' ') + 1);
      String whole = said.endsWith("…") ? said.substring(0, said.length() - 1) : said;
      boolean found =
          request.transcript().messages().stream()
              .map(TranscriptMessage::text)
              .anyMatch(text -> text.contains(whole));
      invented += found ? 0 : 1;
    }
    return invented;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
