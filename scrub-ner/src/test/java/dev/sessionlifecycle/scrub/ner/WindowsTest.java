package dev.sessionlifecycle.scrub.ner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.scrub.ner.Windows.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowsTest {

  @Test
  void each_piece_counts_in_one_window_and_has_others_around_it() {
    for (int pieces = 0; pieces < 200; pieces++) {
      int at = 0;
      for (Window window : Windows.of(pieces, 16, 6)) {
        assertEquals(at, window.keepFrom());
        assertTrue(window.size() <= 16 && window.from() >= 0 && window.to() <= pieces);
        assertTrue(window.keepFrom() == 0 || window.keepFrom() - window.from() == 3);
        assertTrue(window.keepTo() == pieces || window.to() - window.keepTo() == 3);
        at = window.keepTo();
      }
      assertEquals(pieces, at);
    }
  }

  @Test
  void a_row_that_fits_is_one_window() {
    assertEquals(List.of(new Window(0, 16, 0, 16)), Windows.of(16, 16, 6));
    assertEquals(
        List.of(new Window(0, 16, 0, 13), new Window(10, 17, 13, 17)), Windows.of(17, 16, 6));
  }
}
