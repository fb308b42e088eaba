package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.WordSet;
import java.util.List;
import java.util.Set;

/** Finds IPv4 addresses in dotted form and IPv6 addresses (RFC 4291, with compression). */
final class IpDetector extends TextScanner {

  private static final int LONGEST_V6 = 45;
  private static final WordSet VERSION = WordSet.of(Term.VERSION);
  private static final Set<String> ADDRESS =
      Words.set("ip address addr server host ping from dns gateway subnet router");
  private static final int REACH = 40;

  /** The word after an address. */
  private static final int AFTER = 9;

  @Override
  void scan(String text, List<PiiSpan> found) {
    int n = text.length();
    int i = 0;
    while (i < n) {
      char c = text.charAt(i);
      if (!Chars.hex(c) && c != ':') {
        i++;
        continue;
      }
      int start = i;
      int colons = 0;
      int dots = 0;
      while (i < n
          && (Chars.hex(text.charAt(i)) || text.charAt(i) == ':' || text.charAt(i) == '.')) {
        colons += text.charAt(i) == ':' ? 1 : 0;
        dots += text.charAt(i) == '.' ? 1 : 0;
        i++;
      }
      boolean isolated = !Chars.joins(Chars.at(text, start - 1)) || c == ':';
      boolean v6 = colons >= 2 && isolated && addV6(text, start, i, found);
      if (!v6 && dots >= 3) {
        addV4(text, start, i, found);
      }
    }
  }

  private static boolean addV6(String text, int runStart, int runEnd, List<PiiSpan> found) {
    int start = runStart;
    int end = runEnd;
    if (text.charAt(start) == ':' && Chars.at(text, start + 1) != ':') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == '.') {
      end--;
    }
    if (end - start > 2 && text.charAt(end - 1) == ':' && text.charAt(end - 2) != ':') {
      end--;
    }
    if (end - start < 3
        || end - start > LONGEST_V6
        || Chars.joins(Chars.at(text, runEnd))
        || !Ipv6.valid(text, start, end)) {
      return false;
    }
    int zone = end;
    if (zone == runEnd && Chars.at(text, zone) == '%') {
      zone++;
      while (zone < text.length() && zone < end + 16 && Chars.asciiAlnum(text.charAt(zone))) {
        zone++;
      }
    }
    found.add(new PiiSpan(PiiType.IP_ADDRESS, start, zone > end + 1 ? zone : end));
    return true;
  }

  private static void addV4(String text, int runStart, int runEnd, List<PiiSpan> found) {
    int i = runStart;
    while (i < runEnd) {
      if (!Chars.digit(text.charAt(i)) || blocked(Chars.at(text, i - 1))) {
        i++;
        continue;
      }
      int end = v4End(text, i);
      if (end > 0 && !version(text, i)) {
        found.add(new PiiSpan(PiiType.IP_ADDRESS, i, end));
        i = end;
      } else {
        i++;
      }
    }
  }

  /** "firmware 4.2.8.15", unless something nearer is about addresses. */
  private static boolean version(String text, int start) {
    int version = VERSION.nearestBefore(text, start, REACH);
    int address = Words.nearestBefore(text, start, REACH, ADDRESS);
    boolean isFrom = address >= 0 && text.startsWith("from", start - address - 4);
    if (version < 0 && (address < 0 || isFrom)) {
      int end = v4End(text, start);
      int after = Math.min(text.length(), end + AFTER);
      return VERSION.isNearBefore(text, after, after - end);
    }
    return version >= 0 && (address < 0 || isFrom || version < address);
  }

  private static boolean blocked(char before) {
    return Chars.joins(before) || before == '.' || before == '_' || before == '*';
  }

  /** Returns the end of the IPv4 address at this offset, or -1. */
  static int v4End(String text, int from) {
    int i = from;
    for (int octet = 0; octet < 4; octet++) {
      if (octet > 0 && Chars.at(text, i++) != '.') {
        return -1;
      }
      int value = 0;
      int start = i;
      while (i < start + 3 && Chars.digit(Chars.at(text, i))) {
        value = value * 10 + text.charAt(i++) - '0';
      }
      if (i == start || value > 255) {
        return -1;
      }
    }
    char next = Chars.at(text, i);
    boolean more = next == '.' && Chars.digit(Chars.at(text, i + 1));
    return Chars.joins(next) || next == '_' || more ? -1 : i;
  }
}
