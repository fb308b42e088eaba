package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import java.util.List;

/** Finds e-mail addresses (the common forms of RFC 5322) around each at sign. */
final class EmailDetector extends TextScanner {

  private static final int MAX_LOCAL = 64;
  private static final int MAX_DOMAIN = 253;

  @Override
  void scan(String text, List<PiiSpan> found) {
    int floor = 0;
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int start = localStart(text, at, floor);
      int end = start < at ? domainEnd(text, at + 1) : -1;
      if (end > 0) {
        found.add(new PiiSpan(PiiType.EMAIL_ADDRESS, start, end));
        floor = end;
      }
    }
  }

  private static int localStart(String text, int at, int floor) {
    int min = Math.max(floor, at - MAX_LOCAL);
    if (at - 1 > min && text.charAt(at - 1) == '"') {
      return quoteStart(text, at - 2, min, at);
    }
    int i = at;
    while (i > min && local(text.charAt(i - 1))) {
      i--;
    }
    while (i < at && !Chars.alnum(text.charAt(i)) && text.charAt(i) != '_') {
      i++;
    }
    return i < at && Character.isLowSurrogate(text.charAt(i)) ? i + 1 : i;
  }

  private static int quoteStart(String text, int from, int min, int none) {
    for (int i = from; i >= min && text.charAt(i) != '\n'; i--) {
      if (text.charAt(i) == '"') {
        return i;
      }
    }
    return none;
  }

  private static boolean local(char c) {
    return Chars.alnum(c) || "._%+-'&#!~".indexOf(c) >= 0;
  }

  private static int domainEnd(String text, int from) {
    if (Chars.at(text, from) == '[') {
      return literalEnd(text, from + 1);
    }
    int max = Math.min(text.length(), from + MAX_DOMAIN);
    int i = from;
    while (i < max && DomainNames.hostChar(text.charAt(i))) {
      i++;
    }
    return DomainNames.hostEnd(text, from, i, false);
  }

  private static int literalEnd(String text, int from) {
    int i = from;
    int max = Math.min(text.length(), from + 45);
    while (i < max && (Chars.hex(text.charAt(i)) || ".:IPv".indexOf(text.charAt(i)) >= 0)) {
      i++;
    }
    return i > from + 2 && Chars.at(text, i) == ']' ? i + 1 : -1;
  }
}
