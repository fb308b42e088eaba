package dev.sessionlifecycle.examples.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path directory;

  private String printed = "";

  @Test
  void the_sample_is_played_and_a_second_run_creates_no_duplicates() throws Exception {
    String database = "jdbc:h2:mem:sample;DB_CLOSE_DELAY=-1";
    assertEquals(0, run("--db", database), printed);
    assertEquals(List.of(0L, 0L, 50L, 50L, 50L, 0L), figures());
    assertTrue(
        printed.matches("(?s).* 36 e-mails, phones and cards in \\d+ columns: none is left\n.*"),
        printed);
    assertTrue(printed.contains("winners     1\n"), printed);
    assertFalse(printed.contains("\u001b"), "no colour without a terminal");
    assertEquals(0, run("--db", database), printed);
    assertEquals(List.of(0L, 0L, 50L, 50L, 50L, 0L), figures());
    assertTrue(printed.contains("winners     0"), printed);
  }

  @Test
  void acknowledgements_are_checked_against_the_database() throws Exception {
    Path ledger = directory.resolve("acknowledged");
    String database = "jdbc:h2:mem:ledger;DB_CLOSE_DELAY=-1";
    assertEquals(0, run("--db", database, "--acknowledge", ledger.toString()), printed);
    assertTrue(Files.readAllLines(ledger).size() > 300);
    Files.writeString(ledger, Files.readString(ledger) + "ENDED torn");
    assertEquals(0, run("--db", database, "--acknowledge", ledger.toString()), printed);

    String another = "jdbc:h2:mem:another;DB_CLOSE_DELAY=-1";
    Path invented = directory.resolve("invented");
    Files.writeString(invented, "ENDED " + new java.util.UUID(1, 2) + " resolved\n");
    assertEquals(1, run("--db", another, "--acknowledge", invented.toString()), printed);
    assertEquals(1L, figures().get(0), "lost");
  }

  @Test
  void an_invalid_line_is_reported_and_the_rest_is_played() throws Exception {
    Path input = directory.resolve("calls.jsonl");
    Files.writeString(
        input,
        """
        {"conversation": "1", "end_reason": "no such reason", "turns": [{"speaker": "user", "text": "Hi"}]}
        {"conversation": "2", "turns": "none"}
        {"conversation": "3", "channel": "a channel of far more than 32 characters", "turns": []}
        {"conversation": "4", "channel": "sms", "turns": []}
        """);
    assertEquals(1, run("--input", input.toString(), "--db", "jdbc:h2:mem:bad"), printed);
    assertEquals(List.of(0L, 0L, 2L, 2L, 2L, 2L), figures());
    assertTrue(printed.contains("turns: a list"), printed);
    assertTrue(printed.contains("channel"), printed);
  }

  @Test
  void an_empty_input_is_not_an_error() throws Exception {
    Path input = Files.writeString(directory.resolve("empty.jsonl"), "");
    assertEquals(0, run("--input", input.toString(), "--db", "jdbc:h2:mem:empty"), printed);
  }

  @Test
  void a_run_that_cannot_start_has_an_exit_code_of_its_own() throws Exception {
    assertEquals(2, run("--inptu", "x"));
    assertEquals(2, run("--input", directory.resolve("missing").toString()));
    assertEquals(2, run("--db", "jdbc:oracle:thin:@x"));
    assertEquals(2, run("--db", "jdbc:postgresql://localhost:1/x?user=a&password=secret"));
    assertFalse(printed.contains("secret"), printed);
    assertEquals(0, run("--help"));
  }

  private int run(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int code = Demo.run(new Screen(out, 90, false, false), arguments);
    printed = bytes.toString(StandardCharsets.UTF_8);
    return code;
  }

  /** Lost, doubled, sessions, ended, finished, errors. */
  private List<Long> figures() {
    return printed
        .lines()
        .filter(line -> line.startsWith("figure demo."))
        .map(line -> Long.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }
}
