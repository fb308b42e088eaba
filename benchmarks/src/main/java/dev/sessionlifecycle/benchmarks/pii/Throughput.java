package dev.sessionlifecycle.benchmarks.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Speed on one core, and the cost per character in long texts relative to short ones. Measured in
 * processor time of the thread, so that other load on the machine does not count.
 */
final class Throughput {

  private static final int SHORT = 1_000;
  private static final int LONG = 10_000_000;
  private static final int PIECES = 3_000;
  private static final int ROUNDS = 5;

  private final PiiDetector detector;
  private long kept;

  Throughput(PiiDetector detector) {
    this.detector = detector;
  }

  /** Returns the median speed over a text of about four megabytes, after warming up. */
  double megabytesPerSecond(String sample) {
    String text = repeat(sample, 4_000_000);
    double megabytes = text.getBytes(StandardCharsets.UTF_8).length / 1e6;
    time(text, 2);
    double[] speeds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      speeds[i] = megabytes * 1e9 / time(text, 1);
    }
    Arrays.sort(speeds);
    return speeds[ROUNDS / 2];
  }

  /**
   * Returns the worst growth of the cost per character from 1 KB to 10 MB, hostile texts included.
   */
  double growth(String sample) {
    double worst = 0;
    for (Map.Entry<String, String> entry : texts(sample).entrySet()) {
      double growth = growthOf(entry.getValue());
      System.out.printf(Locale.ROOT, "growth %-22s %.2f%n", entry.getKey(), growth);
      worst = Math.max(worst, growth);
    }
    return worst;
  }

  private double growthOf(String unit) {
    String large = repeat(unit, LONG);
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < PIECES; i++) {
      int from = (int) ((long) i * (LONG - SHORT) / PIECES);
      pieces.add(large.substring(from, from + SHORT));
    }
    time(pieces);
    double cheap = Double.MAX_VALUE;
    double dear = Double.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      cheap = Math.min(cheap, (double) time(pieces) / PIECES / SHORT);
      dear = Math.min(dear, (double) time(large, 1) / LONG);
    }
    System.out.printf(
        Locale.ROOT, "  ns per character: %.1f at 1 KB, %.1f at 10 MB%n", cheap, dear);
    return dear / cheap;
  }

  private long time(List<String> pieces) {
    long start = cpu();
    for (String piece : pieces) {
      kept += detector.detect(piece).size();
    }
    return cpu() - start;
  }

  private static Map<String, String> texts(String sample) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("the labelled texts", sample);
    texts.put("digits", "4111111111111111");
    texts.put("digits apart", "4 1 5 5 ");
    texts.put("telephone numbers", "0171 234 5678, ");
    texts.put("at signs", "@");
    texts.put("a@a", "a@");
    texts.put("dots", ".");
    texts.put("a.a", "a.");
    texts.put("brackets", "([{<");
    texts.put("opening brackets", "(");
    texts.put("colons", "1:");
    texts.put("slashes", "http://");
    texts.put("quotes and at signs", "\"a\"@");
    texts.put("letters", "a");
    texts.put("IBAN beginnings", "GB12 ");
    texts.put("key beginnings", "sk-AKIA-----BEGIN ");
    texts.put("digit words", "four one five ");
    texts.put("spoken addresses", "john at example dot ");
    texts.put("name beginnings", "my name is ");
    texts.put("address beginnings", "i live at 12 ");
    texts.put("plus signs", "+1 ");
    texts.put("hyphens", "1-");
    return texts;
  }

  private static String repeat(String unit, int length) {
    return unit.repeat(length / unit.length() + 1).substring(0, length);
  }

  private long time(String text, int times) {
    long start = cpu();
    for (int i = 0; i < times; i++) {
      kept += detector.detect(text).size();
    }
    return cpu() - start;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  long kept() {
    return kept;
  }
}
