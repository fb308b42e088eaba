package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;

/** Checks whether a piece of text is an IPv6 address. */
final class Ipv6 {

  private Ipv6() {}

  static boolean valid(String text, int from, int to) {
    int groups = 0;
    int digits = 0;
    boolean compressed = false;
    boolean decimal = false;
    boolean isLong = false;
    int i = from;
    while (i < to) {
      if (text.startsWith("::", i)) {
        if (compressed || Chars.at(text, i + 2) == ':') {
          return false;
        }
        compressed = true;
        i += 2;
        continue;
      }
      if (text.charAt(i) == ':') {
        if (i == from || i + 1 == to) {
          return false;
        }
        i++;
        continue;
      }
      int start = i;
      while (i < to && Chars.hex(text.charAt(i))) {
        decimal |= Chars.digit(text.charAt(i));
        i++;
      }
      if (i < to && text.charAt(i) == '.') {
        boolean embedded = IpDetector.v4End(text, start) == to && groups >= (compressed ? 0 : 6);
        return embedded && (compressed ? groups <= 6 : groups == 6);
      }
      if (i - start > 4) {
        return false;
      }
      isLong |= i - start > 1 || !Chars.digit(text.charAt(start));
      digits += i - start;
      groups++;
    }
    return compressed ? groups <= 7 && plausible(groups, digits, decimal) : groups == 8 && isLong;
  }

  /** "a::b" in source code is not an address; "fe80::1" and "::1" are. */
  private static boolean plausible(int groups, int digits, boolean decimal) {
    return groups >= 1 && (decimal || groups >= 3 || digits >= 6);
  }
}
