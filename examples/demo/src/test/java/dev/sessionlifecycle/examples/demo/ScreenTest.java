package dev.sessionlifecycle.examples.demo;

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
  private final Screen plain = screen(90, false, false);

  @Test
  void columns_are_aligned_and_the_widest_is_cut_to_fit() {
    Table table = new Table("reason", ">n").row("user_rejected", 1).row("ok", 20);
    table.print(screen(15, false, false));
    assertEquals(List.of("   reason     n", "   user_re…   1", "   ok        20"), printed());
  }

  @Test
  void wide_characters_take_two_columns_and_combining_marks_none() {
    assertEquals(2, TextWidth.of("🌲"));
    assertEquals(4, TextWidth.of("漢字"));
    assertEquals(1, TextWidth.of("e\u0301"));
    assertEquals("漢… ", TextWidth.padRight(TextWidth.cut("漢字漢字", 4), 4));
  }

  @Test
  void text_cannot_control_the_terminal() {
    new Table("a").row("x\u001b[2Jy\u202Ez").print(plain);
    assertEquals("   x [2Jy z", printed().get(1));
  }

  @Test
  void colours_are_used_only_where_they_are_wanted() {
    assertEquals("x", plain.style(Style.RED, "x"));
    assertTrue(screen(90, true, true).style(Style.RED, "x").contains("\u001b[31m"));
    assertTrue(Screen.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "")));
    assertFalse(Screen.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "1")));
    assertFalse(Screen.wantsColour(Map.of("TERM", "dumb")));
    assertFalse(Screen.wantsColour(Map.of()));
  }

  @Test
  void progress_prints_a_line_at_each_quarter_without_a_terminal() {
    Progress progress = new Progress(plain, "opening", 8);
    for (int i = 0; i <= 8; i++) {
      progress.show(i);
    }
    progress.finish(8);
    assertEquals(4, printed().size());
  }

  @Test
  void prose_is_wrapped_at_blanks() {
    assertEquals(List.of("one two", "three"), Screen.wrap("one  two three", 8));
  }

  private List<String> printed() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Screen screen(int width, boolean colour, boolean live) {
    return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), width, colour, live);
  }
}
