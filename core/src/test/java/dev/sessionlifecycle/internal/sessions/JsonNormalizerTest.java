package dev.sessionlifecycle.internal.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonNormalizerTest {

  static Stream<Arguments> numbers() {
    return Stream.of(
        Arguments.of(1, 1L),
        Arguments.of((short) 2, 2L),
        Arguments.of(5.0, 5L),
        Arguments.of(-0.0, 0L),
        Arguments.of(0.1f, 0.1),
        Arguments.of(1e300, 1e300),
        Arguments.of(new BigDecimal("0.10"), 0.1),
        Arguments.of(new BigDecimal("1E+3"), 1000L),
        Arguments.of(BigInteger.valueOf(Long.MAX_VALUE), Long.MAX_VALUE),
        Arguments.of(new BigDecimal("0E-999999999"), 0L));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void a_number_is_normalized_as_the_stores_return_it(Number given, Number stored) {
    Validator door = new Validator();
    assertEquals(Map.of("n", stored), door.json("metadata", Map.of("n", given), 1_000, 16));
    door.throwIfInvalid();
  }

  static Stream<Arguments> bad() {
    Map<String, Object> cycle = new HashMap<>();
    cycle.put("self", cycle);
    Map<Object, Object> numericKey = new HashMap<>();
    numericKey.put(1, "one");
    Object nested = "leaf";
    for (int i = 0; i < 10_000; i++) {
      nested = List.of(nested);
    }
    return Stream.of(
        Arguments.of(Map.of("n", Double.NaN), "64-bit integers, or exactly"),
        Arguments.of(Map.of("n", Float.POSITIVE_INFINITY), "64-bit integers, or exactly"),
        Arguments.of(Map.of("n", new BigDecimal("1E+999999999")), "64-bit integers, or exactly"),
        Arguments.of(
            Map.of("n", new BigDecimal("0.12345678901234567890")), "64-bit integers, or exactly"),
        Arguments.of(
            Map.of("n", BigInteger.TWO.pow(70).add(BigInteger.ONE)), "64-bit integers, or exactly"),
        Arguments.of(Map.of("o", new Object()), "plain JSON"),
        Arguments.of(Map.of("k", numericKey), "keys must be strings"),
        Arguments.of(Map.of("t", "a\0"), "NUL"),
        Arguments.of(Map.of("a\uD800", 1), "surrogate"),
        Arguments.of(Map.of("deep", nested), "16 levels"),
        Arguments.of(cycle, "16 levels"),
        Arguments.of(Map.of("big", "x".repeat(10_000_000)), "65536 bytes"),
        Arguments.of(Map.of("many", new ArrayList<>(Arrays.asList(new Object[70_000]))), "65536"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_violation_names_its_field_and_limit(Map<String, Object> given, String limit) {
    Validator door = new Validator();
    door.json("metadata", given, 65_536, 16);
    RuntimeException refused = assertThrows(RuntimeException.class, door::throwIfInvalid);
    assertTrue(refused.getMessage().startsWith("metadata: "), refused.getMessage());
    assertTrue(refused.getMessage().contains(limit), refused.getMessage());
  }

  @Test
  void the_size_is_measured_in_the_compact_encoding() {
    Map<String, Object> value = Map.of("k\"\n", List.of(true, "é", 12));
    // Braces, brackets, colon, commas and quotes: 11; k, an escaped quote and a control character
    // (six bytes): 9; true: 4; an e with an accent: 2; 12: 2.
    int size = 28;
    Validator exact = new Validator();
    exact.json("metadata", value, size, 16);
    exact.throwIfInvalid();
    Validator tight = new Validator();
    tight.json("metadata", value, size - 1, 16);
    assertThrows(RuntimeException.class, tight::throwIfInvalid);
  }

  @Test
  void the_result_is_an_immutable_copy() {
    Map<String, Object> given = new HashMap<>(Map.of("a", new ArrayList<>(List.of(1))));
    Map<String, Object> kept = new Validator().json("metadata", given, 1_000, 16);
    given.put("b", 2);
    assertEquals(Map.of("a", List.of(1L)), kept);
    assertThrows(UnsupportedOperationException.class, () -> kept.put("c", 3));
  }
}
