package dev.sessionlifecycle.internal.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ ";
  private static final UUID ORG = new UUID(7, 8);
  private static final Session LAST =
      SessionBuilder.of(ORG, new UUID(1, 2), new UUID(3, 4))
          .createdAt(Instant.parse("1969-12-31T23:59:59.123456Z"))
          .build();

  private final String cursor = Cursors.after(ORG, LAST);

  @Test
  void a_cursor_encodes_where_the_page_ended() {
    assertEquals(new ListIntent.Position(LAST.createdAt(), LAST.id()), Cursors.read(ORG, cursor));
  }

  @Test
  void the_cursor_of_another_organization_is_refused() {
    assertRefused(Cursors.after(new UUID(9, 9), LAST));
  }

  @Test
  void a_cursor_with_any_character_changed_is_refused() {
    for (int i = 0; i < cursor.length(); i++) {
      for (char other : ALPHABET.toCharArray()) {
        if (other != cursor.charAt(i)) {
          assertRefused(cursor.substring(0, i) + other + cursor.substring(i + 1));
        }
      }
    }
  }

  @Test
  void a_cursor_of_another_length_is_refused() {
    for (int i = 0; i < cursor.length(); i++) {
      assertRefused(cursor.substring(0, i));
    }
    for (String more : List.of("A", "AA", "AAAA", "=", "==")) {
      assertRefused(cursor + more);
    }
  }

  @Test
  void a_time_out_of_range_is_refused() {
    for (long micros : new long[] {Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertRefused(cursorAt(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
    }
    assertRefused(cursorAt(Limits.MIN_TIME.minusNanos(1_000)));
    assertRefused(cursorAt(Limits.MAX_TIME.plusNanos(1_000)));
  }

  @Test
  void the_earliest_and_the_latest_time_are_accepted() {
    for (Instant time : List.of(Limits.MIN_TIME, Limits.MAX_TIME)) {
      Instant micros = time.truncatedTo(ChronoUnit.MICROS);
      assertEquals(micros, Cursors.read(ORG, cursorAt(time)).createdAt());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "'; DROP TABLE session; --", "AAAA", "\u0000"})
  void a_malformed_cursor_is_refused(String forged) {
    assertRefused(forged);
  }

  private static String cursorAt(Instant createdAt) {
    return Cursors.after(ORG, SessionBuilder.of(LAST).createdAt(createdAt).build());
  }

  private static void assertRefused(String forged) {
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> Cursors.read(ORG, forged));
    assertEquals("cursor", refused.violations().get(0).field());
  }
}
