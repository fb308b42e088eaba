package dev.sessionlifecycle.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.store.jdbc.internal.sql.JsonColumn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonColumnTest {
  /** One of 20 million is the longest that the parser takes by itself. */
  @Test
  void a_json_text_of_maximum_length_round_trips() {
    Map<String, Object> values = Map.of("text", "x".repeat(21_000_000));
    assertTrue(values.equals(JsonColumn.read(JsonColumn.write(values)))); // not to be printed
  }

  @Test
  void json_that_is_no_object_or_nests_too_deeply_is_read_as_empty() {
    for (String text : List.of("[1]", "null", "\"{}\"", "{\"a\":", "{\"a\":[".repeat(100_000))) {
      assertEquals(Map.of(), JsonColumn.read(text));
    }
  }
}
