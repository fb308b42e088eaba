package dev.sessionlifecycle;

/** Cuts a text to a bound, at a word where there is one. */
final class Preview {
  private Preview() {}

  static String of(String text, int codePoints) {
    String flat = text.strip();
    if (flat.codePointCount(0, flat.length()) <= codePoints) {
      return flat;
    }
    int end = flat.offsetByCodePoints(0, codePoints - 1);
    int cut = end;
    while (cut > 0 && !Character.isWhitespace(flat.charAt(cut))) {
      cut--;
    }
    return flat.substring(0, cut == 0 ? end : cut).stripTrailing() + "…";
  }
}
