package dev.sessionlifecycle.reasons;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The spellings of one reported value: alone, with the name of its enumeration, with its number.
 */
final class ReportedValue {
  private static final int LONGEST = 500;

  /** A separator; a hyphen or a dot in front of a digit may be a sign or a fraction. */
  private static final String SEPARATOR = "(?:[\\s_:=/$#]|[.-](?!\\d))+";

  /** {@code DisconnectReason.}, {@code DISCONNECT_REASON_}, {@code hangup_cause=} and the like. */
  private static final Pattern ENUMERATION =
      Pattern.compile(
          "(?i)^([\\w.$#-]*?(?:reason|status|cause|type|state|category|(?:answered|ended)_?by)"
              + "(?:[_-]?(?:code|te?xt|name))?)"
              + SEPARATOR
              + "(?=\\S)");

  /** The enumerations whose numbers are meant where one follows; an exit status is none of them. */
  private static final Pattern NUMBERED =
      Pattern.compile(
          "(?i)(?:.*[.$:#-])?(?:(?:disconnect(?:ion)?|hangup|close|ended?|ast|switch)_?)?"
              + "(?:reason|cause)(?:_?code)?");

  /** {@code <CloseReason.ERROR: 'error'>}. */
  private static final Pattern PYTHON = Pattern.compile("^<\\s*(.+?)\\s*(?::[^:].*)?>$");

  /** {@code USER_BUSY (17)}. */
  private static final Pattern NUMBER_BEHIND =
      Pattern.compile("\\s*[(\\[]\\s*\\d{1,3}\\s*[)\\]]\\s*$");

  /** {@code 17 USER_BUSY}. */
  private static final Pattern NUMBER_BEFORE = Pattern.compile("^\\d{1,3}[\\s:;=-]+(?=[A-Za-z])");

  private ReportedValue() {}

  /** Cuts what is longer than any value that a platform sends. */
  static String cut(String reported) {
    return reported.length() > LONGEST ? reported.substring(0, LONGEST) : reported;
  }

  /** Returns the spellings to look for if the value is not listed as it is. */
  static Set<String> spellings(String reported) {
    Set<String> spellings = new LinkedHashSet<>();
    String text = reported.strip().replaceAll("^[\"']|[\"']$", "");
    text = PYTHON.matcher(text).replaceFirst("$1");
    text = NUMBER_BEHIND.matcher(text).replaceFirst("");
    add(spellings, text);
    add(spellings, NUMBER_BEFORE.matcher(text).replaceFirst(""));
    for (Matcher name = ENUMERATION.matcher(text); name.find(); name = ENUMERATION.matcher(text)) {
      text = text.substring(name.end());
      if (!Character.isDigit(text.charAt(0)) || NUMBERED.matcher(name.group(1)).matches()) {
        add(spellings, text);
      }
    }
    return spellings;
  }

  private static void add(Set<String> spellings, String text) {
    if (!text.isBlank()) {
      spellings.add(text);
    }
  }

  /**
   * Lowers ASCII letters and drops separators, but for one that makes another number: between two
   * digits, or in front of the first. A whole number loses a fraction of zero.
   */
  static String fold(String value) {
    int end = value.length();
    StringBuilder folded = new StringBuilder(end);
    char separator = 0;
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (isSpace(c) && folded.isEmpty()) {
        continue;
      }
      if (isSpace(c) || "_-.:/|".indexOf(c) >= 0) {
        separator = separator == 0 && c == '.' ? '.' : '-';
        continue;
      }
      if (separator != 0 && isDigit(c) && (folded.isEmpty() || isDigit(last(folded)))) {
        folded.append(separator);
      }
      separator = 0;
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return withoutZeroFraction(folded.toString());
  }

  private static String withoutZeroFraction(String number) {
    int dot = number.indexOf('.');
    return dot > 0
            && number.chars().limit(dot).allMatch(c -> isDigit((char) c))
            && number.chars().skip(dot + 1L).allMatch(c -> c == '0')
        ? number.substring(0, dot)
        : number;
  }

  private static char last(StringBuilder text) {
    return text.charAt(text.length() - 1);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || Character.isSpaceChar(c) || Character.isWhitespace(c);
  }
}
