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
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
  private static final UUID ORG = new UUID(7, 8);
  private static final Session LAST =
      Session.builder(ORG, new UUID(1, 2), new UUID(3, 4))
          .createdAt(Instant.parse("1969-12-31T23:59:59.123456Z"))
          .build();

  @Test
  void a_cursor_says_where_the_page_ended() {
    assertEquals(
        new ListIntent.Position(LAST.createdAt(), LAST.id()),
        Cursors.read(ORG, Cursors.after(ORG, LAST)));
  }

  @Test
  void the_cursor_of_another_organization_is_refused() {
    String cursor = Cursors.after(new UUID(9, 9), LAST);
    assertThrows(InvalidInputException.class, () -> Cursors.read(ORG, cursor));
  }

  @Test
  void a_cursor_with_any_character_changed_is_refused() {
    String cursor = Cursors.after(ORG, LAST);
    for (int i = 0; i < cursor.length() - 1; i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      String forged = cursor.substring(0, i) + other + cursor.substring(i + 1);
      assertThrows(InvalidInputException.class, () -> Cursors.read(ORG, forged));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "'; DROP TABLE session; --", "AAAA", "\u0000"})
  void what_is_no_cursor_is_refused(String forged) {
    assertThrows(InvalidInputException.class, () -> Cursors.read(ORG, forged));
  }
}
