package dev.sessionlifecycle.internal;

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
  void whatever_is_reported_can_be_kept_within_the_bound(
      @ForAll String text, @ForAll @IntRange(min = 1, max = 40) int bound) {
    String kept = Texts.keepable(text, bound);
    assertNotNull(kept);
    assertTrue(Texts.isStorable(kept));
    assertTrue(Texts.length(kept) <= bound);
    assertEquals(kept, Texts.keepable(kept, bound), "keeping again changes nothing");
  }

  @Test
  void what_can_be_kept_is_kept_as_it_is() {
    String text = "486 Busy Here";
    assertSame(text, Texts.keepable(text, 1_000));
    assertNull(Texts.keepable(null, 1_000));
  }

  @Test
  void nul_and_lone_surrogates_are_written_out() {
    assertEquals("a\\u0000b\\ud83dc", Texts.keepable("a\0b\uD83Dc", 1_000));
  }

  @Test
  void a_pair_at_the_bound_is_kept_whole_or_not_at_all() {
    assertEquals("aa\uD83D\uDE00", Texts.keepable("aa\uD83D\uDE00\uD83D\uDE00", 3));
    assertEquals("aa", Texts.keepable("aa\uD83D\uDE00", 2));
  }
}
