package dev.sessionlifecycle.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void values_follow_their_names_or_an_equals_sign() throws Options.UsageException {
    assertEquals(
        new Options(Path.of("a.jsonl"), "jdbc:h2:mem:x;A=B", Path.of("acks"), false),
        Options.parse("--input", "a.jsonl", "--db=jdbc:h2:mem:x;A=B", "--acknowledge", "acks"));
    assertEquals(Options.DEFAULT, Options.parse());
    assertTrue(Options.parse("--input", "a", "-h").help());
  }

  @Test
  void unknown_and_incomplete_arguments_are_rejected() {
    assertThrows(Options.UsageException.class, () -> Options.parse("--verbose"));
    assertThrows(Options.UsageException.class, () -> Options.parse("--input"));
    assertThrows(Options.UsageException.class, () -> Options.parse("--db="));
    assertThrows(Options.UsageException.class, () -> Options.parse("file.jsonl"));
  }
}
