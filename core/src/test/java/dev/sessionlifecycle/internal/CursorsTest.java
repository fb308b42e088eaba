package dev.sessionlifecycle.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.spi.ListIntent;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private static final UUID ORG = new UUID(7, 8);
  private static final Session LAST =
      Session.builder(ORG, new UUID(1, 2), new UUID(3, 4))
          .createdAt(Instant.parse("1969-12-31T23:59:59.123456Z"))
          .build();

  private enum Kind {
    CHECKED,
    SIGNED;

    Cursors cursors() {
      return this == CHECKED ? Cursors.checked() : Cursors.signed(key(1));
    }
  }

  private static byte[] key(int seed) {
    byte[] key = new byte[32];
    key[0] = (byte) seed;
    return key;
  }

  @ParameterizedTest
  @EnumSource
  void a_cursor_says_where_the_page_ended(Kind kind) {
    assertEquals(
        new ListIntent.Position(LAST.createdAt(), LAST.id()),
        kind.cursors().read(ORG, kind.cursors().after(ORG, LAST)));
  }

  @ParameterizedTest
  @EnumSource
  void the_cursor_of_another_organization_is_refused(Kind kind) {
    assertRefused(kind.cursors(), kind.cursors().after(new UUID(9, 9), LAST));
  }

  @ParameterizedTest
  @EnumSource
  void a_cursor_with_any_character_changed_is_refused(Kind kind) {
    String cursor = kind.cursors().after(ORG, LAST);
    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused(kind.cursors(), cursor.substring(0, i) + other + cursor.substring(i + 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_cursor_of_another_length_is_refused(Kind kind) {
    String cursor = kind.cursors().after(ORG, LAST);
    for (int i = 0; i < cursor.length(); i++) {
      assertRefused(kind.cursors(), cursor.substring(0, i));
    }
    assertRefused(kind.cursors(), cursor + "AAAA");
  }

  @Test
  void one_without_the_key_makes_no_cursor_that_is_read() {
    Cursors mine = Kind.SIGNED.cursors();
    assertRefused(mine, Cursors.signed(key(2)).after(ORG, LAST));
    assertRefused(mine, Cursors.checked().after(ORG, LAST));
    assertRefused(Cursors.checked(), mine.after(ORG, LAST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "'; DROP TABLE session; --", "AAAA", "\u0000"})
  void what_is_no_cursor_is_refused(String forged) {
    for (Kind kind : Kind.values()) {
      assertRefused(kind.cursors(), forged);
    }
  }

  private static void assertRefused(Cursors cursors, String forged) {
    assertThrows(InvalidInputException.class, () -> cursors.read(ORG, forged));
  }
}
