package dev.sessionlifecycle.examples.quickstart;

import java.util.LinkedHashMap;
import java.util.Map;

/** Helps with values read from JSON. */
final class Plain {
  private Plain() {}

  /** The entries at the top that have a value. */
  static Map<String, Object> withoutNulls(Map<?, ?> map) {
    Map<String, Object> plain = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            plain.put(String.valueOf(key), value);
          }
        });
    return plain;
  }
}
