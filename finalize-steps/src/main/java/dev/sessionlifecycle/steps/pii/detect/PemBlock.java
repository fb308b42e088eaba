package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;

/** Recognizes private keys in PEM form (RFC 7468), whole or truncated. */
final class PemBlock {

  private static final int MAX_TITLE = 48;
  private static final String TITLE_END = "PRIVATE KEY-----";
  private static final String BLOCK_END = "PRIVATE KEY BLOCK-----";

  private PemBlock() {}

  /** Returns the end of the block at this offset, or -1 if it is not a private key. */
  static int end(String text, int from) {
    int i = from + "-----BEGIN".length();
    int max = Math.min(text.length(), i + MAX_TITLE);
    int title = titleEnd(text, i);
    while (i < max && title < 0) {
      char c = text.charAt(i++);
      if (c != ' ' && !(c >= 'A' && c <= 'Z')) {
        return -1;
      }
      title = titleEnd(text, i);
    }
    return title < 0 ? -1 : blockEnd(text, title);
  }

  private static int titleEnd(String text, int at) {
    if (text.startsWith(TITLE_END, at)) {
      return at + TITLE_END.length();
    }
    return text.startsWith(BLOCK_END, at) ? at + BLOCK_END.length() : -1;
  }

  private static int blockEnd(String text, int title) {
    int i = title;
    while (i < text.length() && body(text.charAt(i))) {
      i++;
    }
    if (!text.startsWith("-----END", i)) {
      return i;
    }
    int close = i + "-----END".length();
    while (close < text.length()
        && (text.charAt(close) == ' ' || Chars.asciiLetter(text.charAt(close)))) {
      close++;
    }
    return text.startsWith("-----", close) ? close + 5 : close;
  }

  /** Returns the end of a public key or a certificate that begins here, or -1. */
  static int publicEnd(String text, int from) {
    int i = from + "-----BEGIN".length();
    int max = Math.min(text.length(), i + MAX_TITLE);
    while (i < max && (text.charAt(i) == ' ' || Chars.asciiLetter(text.charAt(i)))) {
      i++;
    }
    if (!text.startsWith("-----", i)) {
      return -1;
    }
    i += 5;
    while (i < text.length() && body(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean body(char c) {
    return Chars.asciiAlnum(c) || Chars.space(c) || "+/=\\:.".indexOf(c) >= 0;
  }
}
