package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.steps.pii.text.Chars;
import dev.sessionlifecycle.steps.pii.text.Words;
import dev.sessionlifecycle.steps.pii.vocabulary.NameList;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a session, to be found again where nothing announces it: the whole value, and
 * of a name each of its parts. Bounded; the values live as long as the scrub of the session. Not
 * thread-safe.
 */
final class KnownValues {

  private static final int MAX_VALUES = 5_000;
  private static final int MAX_PER_WORD = 8;
  private static final int LONGEST = 200;
  private static final int LONGEST_WORD = 64;
  private static final int LEAST_DIGITS = 4;
  private static final int LEAST_LETTERS = 5;
  private static final Set<String> NO_NAME = Vocabulary.of(Term.NAME_NEVER);

  private record Known(String text, PiiType type, boolean isCapital) {
    @Override
    public String toString() {
      return "Known";
    }
  }

  private final Map<String, List<Known>> byFirstWord = new HashMap<>();
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Returns the number of values, to see whether there are new ones. */
  int size() {
    return size;
  }

  /** Remembers a value that was found. */
  void add(PiiType type, String value) {
    if (value.length() > LONGEST || value.indexOf('[') >= 0) {
      return;
    }
    if (type.equals(PiiType.PERSON)) {
      addName(value);
      return;
    }
    int digits = 0;
    int letters = 0;
    for (int i = 0; i < value.length(); i++) {
      digits += Chars.digit(value.charAt(i)) ? 1 : 0;
      letters += Chars.letter(value.charAt(i)) ? 1 : 0;
    }
    if (digits >= LEAST_DIGITS || digits + letters >= LEAST_LETTERS) {
      add(value, type, false);
      int comma = type.equals(PiiType.STREET_ADDRESS) ? value.indexOf(',') : -1;
      if (comma > LEAST_LETTERS) {
        add(value.substring(0, comma), type, false);
      }
      if (letters == 0 && digits < value.length() && digits > LEAST_DIGITS) {
        add(digitsOf(value), type, false);
      }
    }
  }

  private static String digitsOf(String value) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      if (Chars.digit(value.charAt(i))) {
        digits.append(value.charAt(i));
      }
    }
    return digits.toString();
  }

  private void addName(String name) {
    if (Chars.unspaced(name.charAt(0))) {
      add(name, PiiType.PERSON, false);
      int family = NameList.signs(name, 0);
      if (family > 1 && family < name.length()) {
        add(name.substring(0, family), PiiType.PERSON, false);
      }
      return;
    }
    for (int i = 0; i < name.length(); i++) {
      int end = wordEnd(name, i);
      String word = Words.lower(name, i, end);
      boolean isPart = end - i >= 3 && !NO_NAME.contains(word);
      if (isPart) {
        boolean isCertain = NameList.isGiven(word) || NameList.isFamily(word);
        add(name.substring(i, end), PiiType.PERSON, !isCertain);
      }
      i = Math.max(i, end);
    }
  }

  private void add(String text, PiiType type, boolean isCapital) {
    int from = begin(text, 0);
    int end = from < text.length() ? keyEnd(text, from) : from;
    if (end == from || end - from > LONGEST_WORD || size >= MAX_VALUES) {
      return;
    }
    String key = Words.lower(text, from, end);
    List<Known> known = byFirstWord.computeIfAbsent(key, word -> new ArrayList<>(1));
    String value = text.substring(from);
    boolean isNew = known.stream().noneMatch(it -> isSame(it.text, value));
    if (isNew && known.size() < MAX_PER_WORD) {
      known.add(new Known(value, type, isCapital));
      known.sort((a, b) -> b.text.length() - a.text.length());
      size++;
    }
  }

  private static boolean isSame(String a, String b) {
    return a.length() == b.length() && a.regionMatches(true, 0, b, 0, b.length());
  }

  /** Adds the spans of known values in a text. */
  void find(String text, List<PiiSpan> found) {
    int i = begin(text, 0);
    while (i < text.length()) {
      int end = keyEnd(text, i);
      if (end - i <= LONGEST_WORD && !inLabel(text, i)) {
        PiiSpan span = at(text, i, end);
        if (span != null) {
          found.add(span);
          end = Math.max(end, span.end());
        }
      }
      i = begin(text, end);
    }
  }

  private @Nullable PiiSpan at(String text, int from, int end) {
    for (Known known : byFirstWord.getOrDefault(Words.lower(text, from, end), List.of())) {
      int to = from + known.text.length();
      boolean isSame = text.regionMatches(true, from, known.text, 0, known.text.length());
      boolean isCase = !known.isCapital || Character.isUpperCase(text.charAt(from));
      boolean isWhole = !Chars.joins(Chars.at(text, to)) || !Chars.joins(Chars.at(text, to - 1));
      if (isSame && isCase && isWhole) {
        return new PiiSpan(known.type, from, to);
      }
    }
    return null;
  }

  private static boolean inLabel(String text, int from) {
    char before = Chars.at(text, from - 1);
    return before == '[' || before == '_' || before == '*';
  }

  private static int begin(String text, int from) {
    int i = from;
    while (i < text.length() && !Chars.alnum(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The end of a word, or of one sign of a script without spaces. */
  private static int keyEnd(String text, int from) {
    if (Chars.unspaced(text.charAt(from))) {
      return from + 1;
    }
    return wordEnd(text, from);
  }

  private static int wordEnd(String text, int from) {
    int i = from;
    while (i < text.length() && Chars.alnum(text.charAt(i)) && !Chars.unspaced(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
