package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;

/** Recognizes addresses of the United States military: "PSC 1234, Box 5678, APO AE 09012". */
final class MilitaryAddress {

  private static final int LONGEST = 32;

  private MilitaryAddress() {}

  /** Returns the end of such an address that begins here, or -1. */
  static int end(String text, int start) {
    boolean begins =
        Chars.matches(text, start, "psc ")
            || Chars.matches(text, start, "unit ")
            || Chars.matches(text, start, "us");
    for (int i = start; begins && i < start + LONGEST && i < text.length(); i++) {
      boolean isOffice =
          Chars.matches(text, i, "apo a")
              || Chars.matches(text, i, "fpo a")
              || Chars.matches(text, i, "dpo a");
      if (isOffice && !Chars.joins(Chars.at(text, i - 1)) && Chars.at(text, i + 6) == ' ') {
        int to = i + 7;
        while (to < i + 13 && Chars.digit(Chars.at(text, to))) {
          to++;
        }
        return to == i + 12 ? to : -1;
      }
    }
    return -1;
  }
}
