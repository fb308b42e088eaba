package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import org.jspecify.annotations.Nullable;

/** Reads a postal code, written or spoken, after a phrase that introduces one. */
final class PostalCode {

  private static final int MAX = 10;

  private PostalCode() {}

  static @Nullable PiiSpan after(String text, int end) {
    int start = Links.skip(text, end);
    boolean isApart =
        start > end || Chars.unspaced(Chars.at(text, end - 1)) || Chars.at(text, end - 1) == '〒';
    if (!isApart || start >= text.length()) {
      return null;
    }
    PiiSpan spoken = spoken(text, start);
    return spoken != null ? spoken : written(text, start);
  }

  private static @Nullable PiiSpan spoken(String text, int start) {
    SpokenRun run = new SpokenRun();
    run.read(text, start);
    return run.spoken() && run.start() == start && run.count() >= 4 && run.count() <= 9
        ? new PiiSpan(PiiType.ZIP_CODE, start, run.end())
        : null;
  }

  private static @Nullable PiiSpan written(String text, int start) {
    int end = token(text, start);
    int digits = digits(text, start, end);
    int length = end - start;
    if (length < 2 || length > MAX || digits == 0) {
      return null;
    }
    int next = Chars.at(text, end) == ' ' ? token(text, end + 1) : end;
    boolean second =
        next > end + 1 && next - end <= 5 && length <= 4 && codePart(text, end + 1, next);
    if (second) {
      end = next;
      digits = digits(text, start, end);
    }
    return digits >= 3 || second ? new PiiSpan(PiiType.ZIP_CODE, start, end) : null;
  }

  private static boolean codePart(String text, int from, int to) {
    boolean capitals = true;
    for (int i = from; i < to; i++) {
      capitals &= Character.isUpperCase(text.charAt(i));
    }
    return digits(text, from, to) > 0 || (capitals && to - from <= 3);
  }

  private static int digits(String text, int from, int to) {
    int digits = 0;
    for (int i = from; i < to; i++) {
      digits += Chars.digit(text.charAt(i)) ? 1 : 0;
    }
    return digits;
  }

  private static int token(String text, int from) {
    int i = from;
    while (i < from + MAX + 1
        && (Chars.asciiAlnum(Chars.at(text, i)) || Chars.at(text, i) == '-')) {
      i++;
    }
    return i;
  }
}
