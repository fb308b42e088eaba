package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scrubs maps and lists of plain JSON values. */
final class MapScrubber {

  private static final int MAX_DEPTH = 64;

  private final ScopedScrubber scrubbing;

  MapScrubber(ScopedScrubber scrubbing) {
    this.scrubbing = scrubbing;
  }

  Map<String, Object> map(Map<?, ?> values, int depth) {
    check(depth);
    Map<String, Object> out = new LinkedHashMap<>();
    Map<String, Integer> taken = new HashMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      String name = String.valueOf(entry.getKey());
      String free = free(scrubbing.text(name), out, taken);
      put(out, free, value(name, entry.getValue(), depth));
    }
    return out;
  }

  /** Returns the name with the next number that makes it distinct. */
  private static String free(String name, Map<String, Object> out, Map<String, Integer> taken) {
    String free = name;
    while (out.containsKey(free)) {
      free = name + "_" + taken.merge(name, 2, (last, first) -> last + 1);
    }
    return free;
  }

  /** Keeps JSON null, which the map's type cannot express. */
  @SuppressWarnings("NullAway")
  private static void put(Map<String, Object> out, String name, @Nullable Object value) {
    out.put(name, value);
  }

  private @Nullable Object value(String name, @Nullable Object value, int depth) {
    if (value instanceof String text) {
      return scrubbing.named(ValueName.of(name), text);
    }
    if (value instanceof Number number) {
      String digits = plain(number);
      String scrubbed = scrubbing.named(ValueName.of(name), digits);
      return scrubbed.equals(digits) ? value : scrubbed;
    }
    if (value instanceof Map<?, ?> map) {
      return map(map, depth + 1);
    }
    return value instanceof List<?> list ? list(name, list, depth + 1) : value;
  }

  private List<@Nullable Object> list(String name, List<?> values, int depth) {
    check(depth);
    List<@Nullable Object> out = new ArrayList<>(values.size());
    for (Object value : values) {
      out.add(value(name, value, depth));
    }
    return out;
  }

  private static void check(int depth) {
    if (depth > MAX_DEPTH) {
      throw Validator.invalid("values", "nested deeper than " + MAX_DEPTH);
    }
  }

  private static String plain(Number number) {
    boolean floating = number instanceof Double || number instanceof Float;
    if (!floating || !Double.isFinite(number.doubleValue())) {
      return number.toString();
    }
    return BigDecimal.valueOf(number.doubleValue()).toPlainString();
  }
}
