package dev.sessionlifecycle.reasons;

/** Patterns with {@code *} for any text and {@code ?} for one character. */
public final class Glob {
  private Glob() {}

  /** Time grows with the product of both lengths at most: only the last star is ever retried. */
  public static boolean matches(String glob, String text) {
    int g = 0;
    int t = 0;
    int star = -1;
    int retry = 0;
    while (t < text.length()) {
      char wanted = g < glob.length() ? glob.charAt(g) : '\0';
      if (wanted == '*') {
        star = g++;
        retry = t;
      } else if (wanted == '?' || (g < glob.length() && wanted == text.charAt(t))) {
        g++;
        t++;
      } else if (star >= 0) {
        g = star + 1;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
