package dev.sessionlifecycle.examples.quickstart;

/**
 * How far something is, while it is going on: a bar on a terminal, and a line at every quarter
 * elsewhere.
 */
final class Progress {
  private static final int BAR = 40;

  private final Screen screen;
  private final String label;
  private final int total;
  private final long started = System.nanoTime();
  private int shown = -1;

  Progress(Screen screen, String label, int total) {
    this.screen = screen;
    this.label = label;
    this.total = total;
  }

  void at(int done) {
    int step = total == 0 ? 0 : (int) (done * (screen.live() ? (long) BAR * 4 : 4) / total);
    if (step != shown) {
      shown = step;
      if (screen.live()) {
        screen.out().print("\r" + bar(done));
        screen.out().flush();
      } else if (done > 0 && done < total) {
        screen.line(bar(done));
      }
    }
  }

  void finish(int done) {
    String seconds = String.format("%.1f s", (System.nanoTime() - started) / 1e9);
    screen.line((screen.live() ? "\r" : "") + bar(done) + "  " + screen.style(Style.DIM, seconds));
  }

  private String bar(int done) {
    int full = total == 0 ? BAR : (int) ((long) done * BAR / total);
    return "   "
        + screen.style(Style.DIM, Widths.fill(label, 22, false))
        + screen.style(Style.GREEN, "█".repeat(full))
        + screen.style(Style.DIM, "░".repeat(BAR - full))
        + Widths.fill(done + "/" + total, 12, true);
  }
}
