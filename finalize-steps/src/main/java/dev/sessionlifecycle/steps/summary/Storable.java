package dev.sessionlifecycle.steps.summary;

/** Takes out what no store accepts: NUL and unpaired surrogates. */
final class Storable {

  private Storable() {}

  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> c != 0)
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString().strip();
  }
}
