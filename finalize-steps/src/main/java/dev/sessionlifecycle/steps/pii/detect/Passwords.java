package dev.sessionlifecycle.steps.pii.detect;

import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a password after the words that announce one, whatever it looks like. */
final class Passwords {

  private static final Set<String> NEVER = Vocabulary.of(Term.PASSWORD_NEVER);
  private static final int LONGEST = 64;
  private static final int SHORTEST = 4;

  private Passwords() {}

  /** Returns the password that follows an announcement which ends here, or null. */
  static @Nullable PiiSpan after(String text, int end) {
    int start = end;
    boolean isAssigned = false;
    while (start < end + 8 && " :=\"'\n>".indexOf(Chars.at(text, start)) >= 0) {
      isAssigned |= text.charAt(start) == ':' || text.charAt(start) == '=';
      if ((text.charAt(start) == '"' || text.charAt(start) == '\'') && isAssigned) {
        return quoted(text, start);
      }
      start++;
    }
    int linked = isAssigned ? start : Links.skip(text, end);
    boolean isAnnounced = isAssigned || linked > start || endsWithVerb(text, end);
    start = quoteOpens(text, linked) ? linked : Math.max(start, linked);
    return isAnnounced ? plain(text, start) : null;
  }

  /** The announcement itself may end with "is". */
  private static boolean endsWithVerb(String text, int end) {
    for (String verb : VERBS) {
      if (end >= verb.length()
          && text.regionMatches(true, end - verb.length(), verb, 0, verb.length())) {
        return true;
      }
    }
    return false;
  }

  private static final Set<String> VERBS =
      Set.of(" is", " ist", " lautet", " est", " es", " é", " è", " to", "は", "是");

  private static boolean quoteOpens(String text, int at) {
    char before = Chars.at(text, at - 1);
    return before == '"' || before == '\'';
  }

  private static @Nullable PiiSpan quoted(String text, int open) {
    int max = Math.min(text.length(), open + LONGEST);
    for (int i = open + 1; i < max && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == text.charAt(open)) {
        return i > open + 2 ? new PiiSpan(PiiType.SECRET, open + 1, i) : null;
      }
    }
    return plain(text, open + 1);
  }

  private static @Nullable PiiSpan plain(String text, int start) {
    int end = start;
    int others = 0;
    while (end < text.length() && end < start + LONGEST && tokenChar(text.charAt(end))) {
      others += Chars.letter(text.charAt(end)) ? 0 : 1;
      end++;
    }
    while (end > start && ".,;:?)\"'".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
      others--;
    }
    if (end - start < SHORTEST || Chars.at(text, start) == '[' || Chars.at(text, start) == '*') {
      return null;
    }
    boolean isWord = others <= 0 || (others == 1 && !Chars.alnum(text.charAt(end - 1)));
    if (NEVER.contains(word(text, start, end)) || (isWord && !endsClause(text, end))) {
      return null;
    }
    return new PiiSpan(PiiType.SECRET, start, end);
  }

  private static String word(String text, int start, int end) {
    int to = end;
    while (to > start && !Chars.alnum(text.charAt(to - 1))) {
      to--;
    }
    return Words.lower(text, start, to);
  }

  private static boolean tokenChar(char c) {
    return c > ' ' && c != ']' && !Chars.unspaced(c) && c != 0x3002 && c != 0xFF0C && c != 0x3001;
  }

  /** A password of letters only is believed at the end of a clause. */
  private static boolean endsClause(String text, int end) {
    char c = Chars.at(text, end);
    return c != ' '
        || text.startsWith(" and ", end)
        || text.startsWith(" but ", end)
        || text.startsWith(" please", end);
  }
}
