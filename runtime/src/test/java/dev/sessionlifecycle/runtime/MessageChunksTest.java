package dev.sessionlifecycle.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MessageChunksTest {

  @Property
  void chunks_join_to_the_text_within_bounds_and_split_no_surrogate_pair(
      @ForAll @StringLength(max = 200) String text,
      @ForAll @IntRange(min = 1, max = 50) int longest) {
    List<String> chunks = MessageChunks.split(text, longest);
    assertEquals(text, String.join("", chunks));
    if (chunks.size() > 1) {
      for (String chunk : chunks) {
        assertFalse(chunk.isEmpty());
        assertTrue(chunk.codePointCount(0, chunk.length()) <= longest);
      }
      for (int i = 1; i < chunks.size(); i++) {
        String before = chunks.get(i - 1);
        assertFalse(
            Character.isSurrogatePair(before.charAt(before.length() - 1), chunks.get(i).charAt(0)));
      }
    }
  }

  @Test
  void an_empty_text_is_one_empty_message() {
    assertEquals(List.of(""), MessageChunks.split("", 5));
  }

  @Test
  void words_stay_whole_where_they_fit() {
    assertEquals(
        List.of("Your table ", "is booked ", "for eight."),
        MessageChunks.split("Your table is booked for eight.", 11));
    assertEquals(List.of("for eight", " sharp"), MessageChunks.split("for eight sharp", 9));
  }

  @Test
  void a_word_that_is_longer_than_a_message_is_cut() {
    assertEquals(List.of("abcd", "efgh", "ij"), MessageChunks.split("abcdefghij", 4));
    assertEquals(List.of("a ", "bcde", "fg"), MessageChunks.split("a bcdefg", 4));
  }

  @Test
  void a_grapheme_stays_whole() {
    String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
    String flag = "\ud83c\udde9\ud83c\uddea";
    String accented = "e\u0301";
    assertEquals(List.of("abc", family + "d"), MessageChunks.split("abc" + family + "d", 6));
    assertEquals(List.of("a" + flag, flag), MessageChunks.split("a" + flag + flag, 3));
    assertEquals(List.of("ab", accented + "c"), MessageChunks.split("ab" + accented + "c", 3));
  }

  @Test
  void a_grapheme_longer_than_a_message_is_cut_between_code_points() {
    String family = "\ud83d\udc68\u200d\ud83d\udc69";
    List<String> chunks = MessageChunks.split(family, 2);
    assertEquals(family, String.join("", chunks));
    assertEquals(2, chunks.size());
  }
}
