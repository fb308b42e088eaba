package dev.sessionlifecycle.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void values_follow_their_names_or_an_equals_sign() throws UsageException {
    assertEquals(
        new Options(Path.of("a.jsonl"), "jdbc:h2:mem:x;A=B", Path.of("acks"), false),
        Options.parse("--input", "a.jsonl", "--db=jdbc:h2:mem:x;A=B", "--acknowledge", "acks"));
    assertEquals(new Options(null, null, null, false), Options.parse());
    assertTrue(Options.parse("--input", "a", "-h").help());
  }

  @Test
  void what_is_not_understood_is_refused() {
    assertThrows(UsageException.class, () -> Options.parse("--verbose"));
    assertThrows(UsageException.class, () -> Options.parse("--input"));
    assertThrows(UsageException.class, () -> Options.parse("--db="));
    assertThrows(UsageException.class, () -> Options.parse("file.jsonl"));
  }
}
