package dev.sessionlifecycle.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  @Test
  void a_name_gives_the_id_that_the_standard_tells() {
    assertEquals(
        UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"), Ids.named(DNS, "www.example.com"));
  }

  @Test
  void a_moved_file_is_the_same_input_and_another_file_is_not() {
    Ids here = Ids.of(new Input(Path.of("here", "calls.jsonl")));
    assertEquals(here, Ids.of(new Input(Path.of("there", "calls.jsonl"))));
    assertNotEquals(here, Ids.of(new Input(Path.of("here", "chats.jsonl"))));
  }

  @Test
  void messages_differ_by_their_place() {
    assertEquals(Ids.message(DNS, 1), Ids.message(DNS, 1));
    assertNotEquals(Ids.message(DNS, 1), Ids.message(DNS, 2));
  }
}
