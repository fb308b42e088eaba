package dev.sessionlifecycle.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Screen plain = screen(false, false);

  @Test
  void columns_stand_below_each_other_and_long_cells_are_cut() {
    List<String> lines =
        new Table("reason", ">n").atMost(0, 8).row("user_rejected", 1).row("ok", 20).lines(plain);
    assertEquals(List.of("reason     n", "user_re…   1", "ok        20"), lines);
  }

  @Test
  void wide_characters_take_two_columns_and_marks_none() {
    assertEquals(2, Widths.of("🌲"));
    assertEquals(4, Widths.of("漢字"));
    assertEquals(1, Widths.of("e\u0301"));
    assertEquals("漢… ", Widths.fill(Widths.cut("漢字漢字", 4), 4, false));
  }

  @Test
  void text_cannot_steer_the_terminal() {
    String line = new Table("a").row("x\u001b[2Jy\u202Ez").lines(plain).get(1);
    assertEquals("x [2Jy z", line);
  }

  @Test
  void colours_are_left_out_where_nobody_wants_them() {
    assertEquals("x", plain.style(Style.RED, "x"));
    assertTrue(screen(true, true).style(Style.RED, "x").contains("\u001b[31m"));
    assertTrue(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "")));
    assertFalse(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "1")));
    assertFalse(Terminal.wantsColour(Map.of("TERM", "dumb")));
    assertFalse(Terminal.wantsColour(Map.of()));
  }

  @Test
  void progress_is_a_line_at_each_quarter_where_nothing_can_be_written_over() {
    Progress progress = new Progress(plain, "opening", 8);
    for (int i = 0; i <= 8; i++) {
      progress.at(i);
    }
    progress.finish(8);
    assertEquals(4, bytes.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void prose_is_broken_at_blanks() {
    assertEquals(List.of("one two", "three"), Screen.wrap("one  two three", 8));
  }

  private Screen screen(boolean colour, boolean live) {
    return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), colour, live);
  }
}
