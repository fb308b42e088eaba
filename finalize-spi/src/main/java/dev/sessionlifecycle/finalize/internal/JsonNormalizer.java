package dev.sessionlifecycle.finalize.internal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a map of plain JSON values against its bounds and normalizes it to the form in which every
 * store returns it: an integral number that fits is a {@code Long}, any other a {@code Double}.
 */
final class JsonNormalizer {
  private final Validator door;
  private final int maxBytes;
  private final int maxDepth;
  private int bytes;
  private boolean deep;

  JsonNormalizer(Validator door, int maxBytes, int maxDepth) {
    this.door = door;
    this.maxBytes = maxBytes;
    this.maxDepth = maxDepth;
  }

  Map<String, Object> normalize(String field, Map<?, ?> values) {
    Map<String, Object> plain = object(field, values, 1);
    if (deep) {
      door.reject(field, "at most " + maxDepth + " levels");
    }
    if (bytes > maxBytes) {
      door.reject(field, "at most " + maxBytes + " bytes encoded");
    }
    return plain;
  }

  private Map<String, Object> object(String field, Map<?, ?> values, int depth) {
    Map<String, Object> plain = new LinkedHashMap<>();
    bytes += 2 + Math.max(0, values.size() - 1);
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      if (isFull()) {
        break;
      }
      if (!(entry.getKey() instanceof String key)) {
        door.reject(field, "keys must be strings");
        continue;
      }
      text(field, key);
      bytes += 1;
      plain.put(key, value(field, entry.getValue(), depth));
    }
    return plain.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(plain);
  }

  private List<Object> array(String field, List<?> values, int depth) {
    List<Object> plain = new ArrayList<>();
    bytes += 2 + Math.max(0, values.size() - 1);
    for (Object value : values) {
      if (isFull()) {
        break;
      }
      plain.add(value(field, value, depth));
    }
    return Collections.unmodifiableList(plain);
  }

  @SuppressWarnings("NullAway") // JSON null is a null value of the map
  private Object value(String field, @Nullable Object value, int depth) {
    if (value == null) {
      bytes += 4;
      return null;
    } else if (value instanceof String text) {
      text(field, text);
      return text;
    } else if (value instanceof Boolean flag) {
      bytes += flag ? 4 : 5;
      return flag;
    } else if (value instanceof Number number) {
      return number(field, number);
    } else if (value instanceof Map<?, ?> || value instanceof List<?>) {
      if (depth >= maxDepth) {
        deep = true;
        return null;
      }
      return value instanceof Map<?, ?> map
          ? object(field, map, depth + 1)
          : array(field, (List<?>) value, depth + 1);
    }
    door.reject(field, "must hold plain JSON values only");
    return null;
  }

  private Object number(String field, Number number) {
    Number plain = plain(number);
    if (plain == null) {
      door.reject(
          field, "numbers must be 64-bit integers, or exactly representable as a finite double");
      return 0L;
    }
    bytes += plain.toString().length();
    return plain;
  }

  private static @Nullable Number plain(Number number) {
    BigDecimal exact;
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      return number.longValue();
    } else if (number instanceof BigDecimal decimal) {
      exact = decimal;
    } else if (number instanceof BigInteger integer) {
      exact = new BigDecimal(integer);
    } else if (number instanceof Double || number instanceof Float) {
      if (!Double.isFinite(number.doubleValue())) {
        return null;
      }
      exact = new BigDecimal(number.toString());
    } else {
      return null;
    }
    if (Math.abs((long) exact.precision() - exact.scale()) > 400) {
      return exact.signum() == 0 ? 0L : null;
    }
    try {
      return exact.longValueExact();
    } catch (ArithmeticException notAnInteger) {
      double nearest = exact.doubleValue();
      boolean faithful =
          Double.isFinite(nearest)
              && new BigDecimal(Double.toString(nearest)).compareTo(exact) == 0;
      return faithful ? (Number) nearest : null;
    }
  }

  private void text(String field, String text) {
    bytes += encodedLength(text);
    if (!Texts.isStorable(text)) {
      door.reject(field, "must not contain NUL or a lone surrogate");
    }
  }

  /** Counts the quotes, one more byte for a quote or a backslash, six for a control character. */
  private int encodedLength(String text) {
    int extra = 2;
    for (int i = 0; i < text.length() && extra <= maxBytes; i++) {
      char c = text.charAt(i);
      extra += c == '"' || c == '\\' ? 1 : c < ' ' ? 5 : 0;
    }
    return Texts.utf8Length(text, maxBytes) + extra;
  }

  private boolean isFull() {
    return bytes > maxBytes;
  }
}
