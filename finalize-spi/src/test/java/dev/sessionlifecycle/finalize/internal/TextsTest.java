package dev.sessionlifecycle.finalize.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void nul_and_lone_surrogates_cannot_be_stored_and_pairs_can() {
    assertFalse(Texts.isStorable("a\0b"));
    assertFalse(Texts.isStorable("\uD83D"));
    assertFalse(Texts.isStorable("\uDE00\uD83D"));
    assertTrue(Texts.isStorable("\uD83D\uDE00 ש\u202E é e\u0301"));
  }

  @Property
  void size_counts_the_bytes_of_utf8(@ForAll String text) {
    String storable =
        text.codePoints()
            .filter(c -> c < 0xD800 || c > 0xDFFF)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assertEquals(
        storable.getBytes(StandardCharsets.UTF_8).length,
        Texts.utf8Length(storable, Integer.MAX_VALUE));
  }

  @Property
  void any_text_is_made_storable_within_the_bound(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 40) int bound) {
    String kept = Texts.keepable(text, bound);
    assertNotNull(kept);
    assertTrue(Texts.isStorable(kept));
    assertTrue(Texts.length(kept) <= bound);
    assertEquals(kept, Texts.keepable(kept, bound), "keeping again changes nothing");
  }

  @Test
  void a_storable_text_is_kept_unchanged() {
    String text = "486 Busy Here";
    assertSame(text, Texts.keepable(text, 1_000));
    assertNull(Texts.keepable(null, 1_000));
  }

  @Test
  void nul_and_lone_surrogates_are_escaped() {
    assertEquals("a\\u0000b\\ud83dc", Texts.keepable("a\0b\uD83Dc", 1_000));
  }

  @Test
  void a_surrogate_pair_at_the_bound_is_kept_whole_or_dropped() {
    assertEquals("aa\uD83D\uDE00", Texts.keepable("aa\uD83D\uDE00\uD83D\uDE00", 3));
    assertEquals("aa", Texts.keepable("aa\uD83D\uDE00", 2));
  }

  @Test
  void unstorable_characters_are_dropped_or_replaced() {
    assertEquals("ab\uFFFDc\uD83D\uDE00", Texts.withoutUnstorable("a\0b\uD83Dc\uD83D\uDE00"));
  }

  @Test
  void a_cut_ends_at_a_word_unless_that_drops_more_than_half() {
    assertEquals("short", Texts.cutAtWord("short", 5));
    assertEquals("one two…", Texts.cutAtWord("one two  three", 10));
    assertEquals("a bcdefgh…", Texts.cutAtWord("a bcdefghijkl", 10));
    assertEquals("…", Texts.cutAtWord("ab", 1));
  }

  @Property
  void a_cut_fits_the_bound_and_splits_no_pair(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 40) int bound) {
    String cut = Texts.cutAtWord(text, bound);
    assertTrue(Texts.length(cut) <= bound);
    if (!cut.equals(text)) {
      String kept = cut.substring(0, cut.length() - 1);
      assertTrue(text.startsWith(kept));
      assertFalse(
          !kept.isEmpty()
              && Character.isSurrogatePair(
                  kept.charAt(kept.length() - 1), text.charAt(kept.length())));
    }
  }
}
