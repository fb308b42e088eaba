package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.vocabulary.NameList;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads names in scripts without spaces between words: Japanese, Chinese, Korean, Thai. */
final class SignNames {

  private static final Set<String> NEVER = Vocabulary.of(Term.NAME_NEVER);
  private static final List<String> ENDS =
      List.of(
          "です", "と申", "といい", "と言", "でご", "だ", "の", "が", "は", "も", "に", "を", "さん", "様", "的", "在",
          "是", "想", "要", "，", "。", "入", "입니다", "이에요", "예요", "이라고", "라고", "이고", "씨", "님", "ครับ",
          "ค่ะ", "先生", "女士", "小姐", "住", "有", "电", "吗", "来", "和");
  private static final int LONGEST = 8;
  private static final int LONGEST_KNOWN = 4;

  private SignNames() {}

  static @Nullable PiiSpan after(String text, int start, PersonNames.Trust trust) {
    int known = NameList.signs(text, start);
    boolean isCertain = trust == PersonNames.Trust.ALL || trust == PersonNames.Trust.FIELD;
    if (known == 0 && !isCertain) {
      return null;
    }
    int end = end(text, start, isCertain ? LONGEST : LONGEST_KNOWN);
    boolean isClosed = end == text.length() || !goesOn(text, end);
    boolean isName = end - start >= 2 && isClosed && !never(text, start, end);
    return isName ? new PiiSpan(PiiType.PERSON, start, end) : null;
  }

  private static int end(String text, int start, int most) {
    int end = start + 1;
    while (end < Math.min(text.length(), start + most) && goesOn(text, end)) {
      end++;
    }
    return end;
  }

  private static boolean goesOn(String text, int at) {
    return Chars.unspaced(text.charAt(at)) && !ends(text, at);
  }

  /** Returns the name that ends here, before "さん" or "先生", or null. */
  static @Nullable PiiSpan before(String text, int end, boolean isCertain) {
    int from = end;
    while (from > 0 && from > end - LONGEST && Chars.unspaced(text.charAt(from - 1))) {
      from--;
    }
    if (isCertain && end - from >= 2 && (from == 0 || !Chars.unspaced(text.charAt(from - 1)))) {
      int clean = lastParticle(text, from, end);
      return end - clean >= 2 ? new PiiSpan(PiiType.PERSON, clean, end) : null;
    }
    for (int i = Math.max(from, end - LONGEST_KNOWN); i < end; i++) {
      int known = NameList.signs(text, i);
      if (known > 0 && i + known <= end && !never(text, i, end) && (end - i >= 2 || i == from)) {
        return new PiiSpan(PiiType.PERSON, i, end);
      }
    }
    return null;
  }

  private static int lastParticle(String text, int from, int end) {
    for (int i = end - 2; i > from; i--) {
      if ("はのがも".indexOf(text.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    return from;
  }

  private static boolean ends(String text, int at) {
    for (String end : ENDS) {
      if (text.startsWith(end, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean never(String text, int start, int end) {
    return NEVER.contains(text.substring(start, end))
        || NEVER.contains(text.substring(start, Math.min(end, start + 2)));
  }
}
