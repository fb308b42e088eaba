package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.vocabulary.Term;
import dev.sessionlifecycle.steps.pii.vocabulary.Vocabulary;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Splits the messages of user and agent into sentences and words. */
final class Sentences {

  private static final int MAX_WORDS = 64;
  private static final int MAX_WORD = 40;

  /** A longer sentence is split. The search for its end goes no further: it may be quadratic. */
  private static final int MAX_SENTENCE = 600;

  private static final int LONGEST = 8;
  private static final Set<String> ABBREVIATIONS = Vocabulary.of(Term.ABBREVIATION);

  private final BreakIterator breaks;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Sentence> sentences = new ArrayList<>();

  private Sentences(Locale locale) {
    this.breaks = BreakIterator.getSentenceInstance(locale);
  }

  static List<Sentence> of(Transcript transcript, Locale locale) {
    Sentences all = new Sentences(locale);
    for (TranscriptMessage message : transcript) {
      if (message.role() == MessageRole.USER || message.role() == MessageRole.AGENT) {
        all.split(message.text(), message.role() == MessageRole.USER);
      }
    }
    return all.sentences;
  }

  private void split(String text, boolean fromUser) {
    int start = 0;
    while (start < text.length()) {
      String part = text.substring(start, partEnd(text, start));
      boolean isLast = start + part.length() == text.length();
      int read = 0;
      breaks.setText(part);
      breaks.first();
      for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
        if (end == part.length() && !isLast && read > 0) {
          break; // this sentence may go on behind the part, so the next part begins with it
        }
        if (end == part.length() || !endsWithin(part, read, end)) {
          add(part.substring(read, end), fromUser);
          read = end;
        }
      }
      start += read;
    }
  }

  private static int partEnd(String text, int start) {
    int end = Math.min(text.length(), start + MAX_SENTENCE);
    boolean splitsPair = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
    return splitsPair ? end - 1 : end;
  }

  /** The full stop belongs to an abbreviation, a date, an initial or the number of a list. */
  private static boolean endsWithin(String text, int start, int end) {
    int stop = end;
    while (stop > start && Character.isWhitespace(text.charAt(stop - 1))) {
      stop--;
    }
    if (stop == start || text.charAt(stop - 1) != '.') {
      return false;
    }
    int from = stop - 1;
    boolean isNumber = true;
    while (from > start
        && !Character.isWhitespace(text.charAt(from - 1))
        && stop - from <= LONGEST) {
      from--;
      isNumber &= Character.isDigit(text.charAt(from));
    }
    String word = text.substring(from, stop - 1).toLowerCase(Locale.ROOT);
    boolean isInitial = word.length() == 1 && Character.isLetter(word.charAt(0));
    boolean isListed = isNumber && word.length() <= 2 && !word.isEmpty();
    return isListed || isInitial || ABBREVIATIONS.contains(word);
  }

  private void add(String piece, boolean fromUser) {
    String sentence = Texts.withoutUnstorable(piece).strip().replaceAll("\\s+", " ");
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    int n = sentence.length();
    int words = 0;
    int i = 0;
    while (i < n && words < MAX_WORDS) {
      while (i < n && !Character.isLetterOrDigit(sentence.charAt(i))) {
        i++;
      }
      int start = i;
      while (i < n && Character.isLetterOrDigit(sentence.charAt(i))) {
        i++;
      }
      if (i > start) {
        String word =
            sentence.substring(start, Math.min(i, start + MAX_WORD)).toLowerCase(Locale.ROOT);
        counts.merge(numbers.computeIfAbsent(word, key -> numbers.size()), 1, Integer::sum);
        words++;
      }
    }
    if (words > 0) {
      int[] keys = counts.keySet().stream().mapToInt(Integer::intValue).toArray();
      int[] values = Arrays.stream(keys).map(key -> counts.getOrDefault(key, 0)).toArray();
      sentences.add(new Sentence(sentences.size(), fromUser, sentence, keys, values));
    }
  }
}
