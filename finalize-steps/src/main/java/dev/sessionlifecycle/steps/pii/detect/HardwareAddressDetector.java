package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import java.util.List;
import java.util.Set;

/** Finds the addresses of network cards: six pairs of hexadecimal digits, or three of four. */
final class HardwareAddressDetector extends TextScanner {

  private static final Set<String> NAMED =
      Words.set("mac ethernet wifi bluetooth hardware address");
  private static final int REACH = 24;

  /** The lengths of six pairs and of three groups of four with their separators. */
  private static final int PAIRS = 17;

  private static final int FOURS = 14;

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      if (!Chars.hex(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i;
      while (end < n && Chars.asciiAlnum(text.charAt(end))) {
        end++;
      }
      int stop = begins(text, i) ? end(text, i, end - i) : -1;
      if (stop > 0) {
        found.add(new PiiSpan(PiiType.MAC_ADDRESS, i, stop));
      }
      i = Math.max(end, stop);
    }
  }

  private static boolean begins(String text, int i) {
    char before = Chars.at(text, i - 1);
    return !Chars.joins(before) && ":-._*".indexOf(before) < 0;
  }

  private static int end(String text, int start, int size) {
    char separator = Chars.at(text, start + size);
    boolean isPairs = size == 2 && ":-".indexOf(separator) >= 0;
    boolean isFours = size == 4 && separator == '.';
    int end = start + (isPairs ? PAIRS : FOURS);
    if ((!isPairs && !isFours) || !groups(text, start, end, size)) {
      return -1;
    }
    boolean isLonger = Chars.at(text, end) == separator && Chars.hex(Chars.at(text, end + 1));
    return isLonger || Chars.joins(Chars.at(text, end)) ? -1 : end;
  }

  /** Groups of hexadecimal digits with one separator, with a letter among them or a name before. */
  private static boolean groups(String text, int start, int end, int size) {
    char separator = Chars.at(text, start + size);
    int letters = 0;
    for (int i = start; i < end; i++) {
      char c = Chars.at(text, i);
      boolean isGap = (i - start) % (size + 1) == size;
      if (isGap ? c != separator : !Chars.hex(c)) {
        return false;
      }
      letters += isGap || Chars.digit(c) ? 0 : 1;
    }
    return letters > 0 || Words.nearBefore(text, start, REACH, NAMED);
  }
}
