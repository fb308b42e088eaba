package dev.sessionlifecycle.scrub.ner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The examples are those of the tests that were published with BERT: <a
 * href="https://github.com/google-research/bert/blob/master/tokenization_test.py">tokenization_test.py</a>.
 */
class WordPieceTest {

  private static final List<String> WORDS =
      List.of(
          "[UNK]", "[CLS]", "[SEP]", "want", "##want", "##ed", "wa", "un", "runn", "##ing", ",");
  private static final WordPiece.Spelling LOWER = new WordPiece.Spelling(true, true, true);
  private static final WordPiece.Spelling AS_IS = new WordPiece.Spelling(false, false, true);

  private static WordPiece with(WordPiece.Spelling spelling, List<String> words) {
    Map<String, Integer> vocabulary = new HashMap<>();
    words.forEach(word -> vocabulary.put(word, vocabulary.size()));
    return new WordPiece(vocabulary, spelling, vocabulary.get("[UNK]"));
  }

  private static List<String> pieces(List<String> words, String text) {
    return with(LOWER, words).pieces(text).stream().map(it -> words.get(it.id())).toList();
  }

  @Test
  void a_word_is_cut_into_the_longest_known_pieces() {
    assertEquals(List.of(), pieces(WORDS, ""));
    assertEquals(
        List.of("un", "##want", "##ed", "runn", "##ing"), pieces(WORDS, "unwanted running"));
    assertEquals(List.of("[UNK]", "runn", "##ing"), pieces(WORDS, "unwantedX running"));
    assertEquals(
        List.of("un", "##want", "##ed", ",", "runn", "##ing"),
        pieces(WORDS, "UNwant\u00E9d,running"));
  }

  @Test
  void words_end_at_space_punctuation_and_chinese_characters() {
    assertEquals(
        List.of("hello", "!", "how", "are", "you", "?"),
        words(LOWER, " \tHeLLo!how  \n Are yoU?  "));
    assertEquals(List.of("hello"), words(LOWER, "H\u00E9llo"));
    assertEquals(
        List.of("HeLLo", "!", "how", "Are", "yoU", "?"),
        words(AS_IS, " \tHeLLo!how  \n Are yoU?  "));
    assertEquals(List.of("ah", "\u535A", "\u63A8", "zz"), words(AS_IS, "ah\u535A\u63A8zz"));
    assertEquals(List.of("$", "-", "`", "["), words(AS_IS, "$-`["));
    assertEquals(List.of("ab"), words(AS_IS, "a\u200B\uFFFDb\u0000"));
  }

  /** The words of a text, as a vocabulary of just these words would see them. */
  private static List<String> words(WordPiece.Spelling spelling, String text) {
    List<String> known =
        List.of(
            "[UNK]", "hello", "!", "how", "are", "you", "?", "HeLLo", "Are", "yoU", "ah", "\u535A",
            "\u63A8", "zz", "$", "-", "`", "[", "ab");
    return with(spelling, known).pieces(text).stream().map(it -> known.get(it.id())).toList();
  }

  @Test
  void a_piece_knows_where_its_word_stands_in_the_text() {
    List<WordPiece.Piece> pieces = with(LOWER, WORDS).pieces("😀, un\u00ADwanted");
    assertEquals(
        List.of(
            new WordPiece.Piece(0, 0, 0, 2),
            new WordPiece.Piece(10, 1, 2, 3),
            new WordPiece.Piece(7, 2, 4, 13),
            new WordPiece.Piece(4, 2, 4, 13),
            new WordPiece.Piece(5, 2, 4, 13)),
        pieces);
  }

  @Test
  void a_word_that_is_too_long_is_unknown() {
    assertEquals(List.of("[UNK]", "un"), pieces(WORDS, "un" + "want".repeat(25) + " un"));
  }
}
