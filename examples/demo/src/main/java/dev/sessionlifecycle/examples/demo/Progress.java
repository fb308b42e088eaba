package dev.sessionlifecycle.examples.demo;

import java.util.Locale;

/** A progress bar on a terminal; elsewhere, one line per quarter. */
final class Progress {
  private final Screen screen;
  private final String label;
  private final int total;
  private final int width;
  private final long started = System.nanoTime();
  private int lastStep = -1;

  Progress(Screen screen, String label, int total) {
    this.screen = screen;
    this.label = label;
    this.total = total;
    this.width = screen.width() - 50;
  }

  void show(int done) {
    int step = total == 0 ? 0 : (int) (done * (screen.live() ? 4L * width : 4L) / total);
    if (step != lastStep && screen.live()) {
      screen.out().print("\r" + bar(done));
      screen.out().flush();
    } else if (step != lastStep && done > 0 && done < total) {
      screen.line(bar(done));
    }
    lastStep = step;
  }

  void finish(int done) {
    String seconds = String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - started) / 1e9);
    screen.line((screen.live() ? "\r" : "") + bar(done) + "  " + screen.style(Style.DIM, seconds));
  }

  private String bar(int done) {
    int full = total == 0 ? width : (int) ((long) done * width / total);
    return "   "
        + screen.style(Style.DIM, TextWidth.padRight(label, 22))
        + screen.style(Style.GREEN, "█".repeat(full))
        + screen.style(Style.DIM, "░".repeat(width - full))
        + TextWidth.padLeft(done + "/" + total, 12);
  }
}
