package dev.sessionlifecycle.finalize.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void a_written_value_reads_back_unchanged() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a\"b\\c\n\t\u0001 \u2028 é 😀");
    value.put("list", Arrays.asList(true, null, List.of(), Map.of(), 7L, -0.5));
    assertEquals(value, JsonReader.read(JsonWriter.write(value), 32));
    assertEquals(value, JsonReader.readObject(JsonWriter.write(value), 32));
  }

  @Property
  void any_text_reads_back_from_one_line(@ForAll String text) {
    String json = JsonWriter.write(List.of(text));
    assertFalse(json.matches("(?s).*[\n\r\u2028\u2029].*"));
    assertEquals(List.of(text), JsonReader.read(json, 1));
  }

  @Test
  void a_lone_surrogate_is_escaped() {
    assertEquals("\"\\ud83d\"", JsonWriter.write("\ud83d"));
    assertEquals("\"\\ude00\"", JsonWriter.write("\ude00"));
    assertEquals("\"\\ud83d😀\"", JsonWriter.write("\ud83d😀"));
    assertEquals("\"😀\"", JsonWriter.write("😀"));
  }

  @Test
  void numbers_that_json_cannot_express_become_strings() {
    assertEquals("[1,2.5,\"NaN\"]", JsonWriter.write(List.of(1, 2.5, Double.NaN)));
  }

  @Test
  void a_whole_number_that_fits_is_a_long_and_any_other_a_double() {
    assertEquals(
        List.of(Long.MAX_VALUE, Long.MIN_VALUE, 0L, 9223372036854775808.0, 1.0, -2.5e-3, 1e300),
        JsonReader.read(
            "[9223372036854775807,-9223372036854775808,-0,9223372036854775808,1.0,-2.5e-3,1E+300]",
            1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{a:1}",
        "\"\\x\"",
        "\"\\u00g0\"",
        "\"\\u+041\"",
        "\"\\u００41\"",
        "\"\\u00",
        "\"a\tb\"",
        "tru",
        "1 2",
        "1\0",
        "-",
        "--1",
        "+1",
        "01",
        ".5",
        "1.",
        "1e",
        "1e999",
        "NaN",
        "\"a"
      })
  void malformed_json_is_refused(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text, 32));
    assertEquals("not JSON at character", refused.getMessage().replaceAll(" [0-9]+$", ""));
  }

  @Test
  void an_array_is_refused_where_an_object_is_expected() {
    assertThrows(IllegalArgumentException.class, () -> JsonReader.readObject("[]", 32));
  }

  @Test
  void nesting_is_bounded() {
    assertEquals(List.of(List.of(1L)), JsonReader.read("[[1]]", 2));
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read("[{\"a\":[]}]", 2));
    String deep = "[".repeat(100_000);
    assertThrows(IllegalArgumentException.class, () -> JsonReader.read(deep, 1_100));
  }

  @Test
  void a_parsed_value_is_immutable() {
    Map<String, Object> object = JsonReader.readObject("{\"a\":[]}", 2);
    assertThrows(UnsupportedOperationException.class, () -> object.put("b", 1));
    List<?> list = (List<?>) object.get("a");
    assertThrows(UnsupportedOperationException.class, list::clear);
  }
}
