package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import java.util.List;

/** Reads an address in Japanese, Chinese or Korean, up to what ends the sentence. */
final class SignAddress {

  private static final String MARKS = "都道府県市区町村丁番号路街弄巷省县室楼시구동로길";
  private static final List<String> ENDS =
      List.of("です", "でござ", "に", "まで", "へ", "。", "，", "、", "请", "谢", "입니다", "이에요", "的", "快");
  private static final int LONGEST = 60;

  private SignAddress() {}

  /** Returns the end of an address that begins here, or -1. */
  static int end(String text, int start) {
    int i = start;
    int marks = 0;
    int digits = 0;
    while (i < text.length() && i < start + LONGEST && part(text.charAt(i)) && !ends(text, i)) {
      marks += MARKS.indexOf(text.charAt(i)) >= 0 ? 1 : 0;
      digits += Chars.digit(text.charAt(i)) ? 1 : 0;
      i++;
    }
    while (i > start && !Chars.alnum(text.charAt(i - 1))) {
      i--;
    }
    return i - start >= 4 && marks > 0 && (digits > 0 || marks > 1) ? i : -1;
  }

  private static boolean part(char c) {
    return Chars.unspaced(c) || Chars.digit(c) || c == '-' || c == ' ' || Chars.asciiLetter(c);
  }

  private static boolean ends(String text, int at) {
    for (String end : ENDS) {
      if (text.startsWith(end, at)) {
        return true;
      }
    }
    return false;
  }
}
