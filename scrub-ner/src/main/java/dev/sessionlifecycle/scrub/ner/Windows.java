package dev.sessionlifecycle.scrub.ner;

import java.util.ArrayList;
import java.util.List;

/** Cuts a row of pieces into overlapping windows that a model can read. */
final class Windows {

  /**
   * A window, in numbers of pieces. What it says counts for the pieces from {@code keepFrom} to
   * {@code keepTo}, of which each lies in exactly one window: the one in which it has more around
   * it.
   */
  record Window(int from, int to, int keepFrom, int keepTo) {
    int size() {
      return to - from;
    }
  }

  private Windows() {}

  /**
   * Returns the windows of so many pieces.
   *
   * @param longest how many pieces a window has at most
   * @param overlap how many of them are in the next window too; less than {@code longest}
   */
  static List<Window> of(int pieces, int longest, int overlap) {
    List<Window> windows = new ArrayList<>();
    int from = 0;
    int keepFrom = 0;
    while (keepFrom < pieces) {
      int to = Math.min(pieces, from + longest);
      int keepTo = to == pieces ? to : to - overlap / 2;
      windows.add(new Window(from, to, keepFrom, keepTo));
      keepFrom = keepTo;
      from = to - overlap;
    }
    return windows;
  }
}
