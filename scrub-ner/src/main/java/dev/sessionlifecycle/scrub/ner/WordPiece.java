package dev.sessionlifecycle.scrub.ner;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tokenizer of BERT models, as published with them: a text is cleaned and split at white space,
 * punctuation and Chinese characters; each word is then cut into the longest pieces that the
 * vocabulary has, from left to right. Keeps where in the text each piece stands. Immutable.
 */
final class WordPiece {

  /** A piece of a text: its id, the number of its word, and where the word stands. */
  record Piece(int id, int word, int start, int end) {}

  /** How words are written before they are looked up. */
  record Spelling(boolean isLowerCase, boolean isWithoutAccents, boolean splitsChinese) {}

  private static final int LONGEST_WORD = 100;
  private static final String PREFIX = "##";

  private final Map<String, Integer> vocabulary;
  private final Spelling spelling;
  private final int unknown;
  private final int longestPiece;

  WordPiece(Map<String, Integer> vocabulary, Spelling spelling, int unknown) {
    this.vocabulary = Map.copyOf(vocabulary);
    this.spelling = spelling;
    this.unknown = unknown;
    this.longestPiece = vocabulary.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  /** Returns the pieces of a text, in order. Takes linear time. */
  List<Piece> pieces(String text) {
    List<Piece> pieces = new ArrayList<>();
    Word word = new Word();
    int words = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      boolean isAlone = isPunctuation(c) || (spelling.splitsChinese && isChinese(c));
      if (isAlone || isSpace(c)) {
        words += word.cut(pieces, words);
      }
      if (isAlone) {
        word.add(c, i, next);
        words += word.cut(pieces, words);
      } else if (!isSpace(c) && !isDropped(c)) {
        word.add(c, i, next);
      }
      i = next;
    }
    word.cut(pieces, words);
    return pieces;
  }

  /** The word that is being read, as it is looked up. */
  private final class Word {
    private final StringBuilder spelled = new StringBuilder();
    private int length;
    private int start;
    private int end;

    void add(int c, int from, int to) {
      start = length == 0 ? from : start;
      end = to;
      length++;
      if (length <= LONGEST_WORD) { // a longer one is unknown anyway
        spelled.appendCodePoint(c);
      }
    }

    /** Adds the pieces of the word, if there is one; returns how many words that were. */
    int cut(List<Piece> pieces, int number) {
      if (length == 0) {
        return 0;
      }
      List<Integer> ids = length > LONGEST_WORD ? List.of(unknown) : ids(spelled(spelled));
      for (int id : ids) {
        pieces.add(new Piece(id, number, start, end));
      }
      spelled.setLength(0);
      length = 0;
      return ids.isEmpty() ? 0 : 1;
    }
  }

  private String spelled(CharSequence word) {
    String text = word.toString();
    if (spelling.isLowerCase) {
      text = text.toLowerCase(Locale.ROOT);
    }
    if (!spelling.isWithoutAccents) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private List<Integer> ids(String word) {
    List<Integer> ids = new ArrayList<>();
    int from = 0;
    while (from < word.length()) {
      String prefix = from == 0 ? "" : PREFIX;
      int to = Math.min(word.length(), from + longestPiece);
      Integer id = vocabulary.get(prefix + word.substring(from, to));
      while (id == null && to > from + 1) {
        to--;
        id = vocabulary.get(prefix + word.substring(from, to));
      }
      if (id == null) {
        return List.of(unknown);
      }
      ids.add(id);
      from = to;
    }
    return ids;
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  /** Control and format characters are no part of a word. */
  private static boolean isDropped(int c) {
    int type = Character.getType(c);
    return c == 0
        || c == 0xFFFD
        || type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED;
  }

  /** All signs of ASCII that are no letters and no digits count, as in the published tokenizer. */
  private static boolean isPunctuation(int c) {
    if (c < 128) {
      return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static boolean isChinese(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
