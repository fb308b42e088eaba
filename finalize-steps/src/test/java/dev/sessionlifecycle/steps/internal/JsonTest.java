package dev.sessionlifecycle.steps.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void what_is_written_is_read_back() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a\"b\\c\n\t\u0001 \u2028 é 😀");
    value.put("list", Arrays.asList(true, null, List.of(), Map.of()));
    assertEquals(value, JsonReader.read(Json.write(value)));
  }

  @Test
  void a_lone_surrogate_is_escaped() {
    assertEquals("\"\\ud83d\"", Json.write("\ud83d"));
    assertEquals("\"\\ude00\"", Json.write("\ude00"));
    assertEquals("\"😀\"", Json.write("😀"));
  }

  @Test
  void numbers_that_json_cannot_say_become_strings() {
    assertEquals("[1,2.5,\"NaN\"]", Json.write(List.of(1, 2.5, Double.NaN)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[1,]", "{\"a\"}", "\"\\x\"", "\"\\u00g0\"", "tru", "1 2", "-", "\"a"})
  void what_is_not_json_is_refused(String text) {
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
  }

  @Test
  void nesting_is_bounded() {
    String deep = "[".repeat(100_000);
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(deep));
  }
}
