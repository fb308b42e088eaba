package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;

/** Recognizes private keys in PEM form (RFC 7468), whole or truncated. */
final class PemBlock {

  private static final int MAX_TITLE = 48;
  private static final String TITLE_END = "PRIVATE KEY-----";

  private PemBlock() {}

  /** Returns the end of the block at this offset, or -1 if it is not a private key. */
  static int end(String text, int from) {
    int i = from + "-----BEGIN".length();
    int max = Math.min(text.length(), i + MAX_TITLE);
    while (i < max && !text.startsWith(TITLE_END, i)) {
      char c = text.charAt(i);
      if (c != ' ' && !(c >= 'A' && c <= 'Z')) {
        return -1;
      }
      i++;
    }
    if (i >= max) {
      return -1;
    }
    i += TITLE_END.length();
    while (i < text.length() && body(text.charAt(i))) {
      i++;
    }
    if (text.startsWith("-----END", i)) {
      int close = i + "-----END".length();
      while (close < text.length()
          && (text.charAt(close) == ' ' || Chars.asciiLetter(text.charAt(close)))) {
        close++;
      }
      return text.startsWith("-----", close) ? close + 5 : close;
    }
    return i;
  }

  private static boolean body(char c) {
    return Chars.asciiAlnum(c) || Chars.space(c) || c == '+' || c == '/' || c == '=' || c == '\\';
  }
}
