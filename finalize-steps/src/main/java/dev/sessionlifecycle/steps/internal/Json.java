package dev.sessionlifecycle.steps.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain JSON values (RFC 8259). */
public final class Json {

  private static final String HEX = "0123456789abcdef";

  private Json() {}

  /**
   * Writes a value on one line.
   *
   * @param value null, a string, a number, a boolean, or a map or iterable of such values; anything
   *     else is written as the string that it prints as
   */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      object(map, out);
    } else if (value instanceof Iterable<?> values) {
      array(values, out);
    } else if (value == null || value instanceof Boolean || finite(value)) {
      out.append(value);
    } else {
      string(value.toString(), out);
    }
  }

  private static boolean finite(Object value) {
    return value instanceof Number number
        && (!(number instanceof Double || number instanceof Float)
            || Double.isFinite(number.doubleValue()));
  }

  private static void object(Map<?, ?> map, StringBuilder out) {
    char separator = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      string(String.valueOf(entry.getKey()), out);
      out.append(':');
      write(entry.getValue(), out);
      separator = ',';
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private static void array(Iterable<?> values, StringBuilder out) {
    out.append('[');
    String separator = "";
    for (Object value : values) {
      out.append(separator);
      write(value, out);
      separator = ",";
    }
    out.append(']');
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> character(c, text, i, out);
      }
    }
    out.append('"');
  }

  private static void character(char c, String text, int i, StringBuilder out) {
    boolean first = Character.isHighSurrogate(c) && low(text, i + 1);
    boolean second = i > 0 && Character.isHighSurrogate(text.charAt(i - 1)) && low(text, i);
    boolean pair = first || second;
    boolean lone = Character.isSurrogate(c) && !pair;
    if (c < ' ' || c == 0x2028 || c == 0x2029 || lone) {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(HEX.charAt(c >> shift & 15));
      }
    } else {
      out.append(c);
    }
  }

  private static boolean low(String text, int i) {
    return i < text.length() && Character.isLowSurrogate(text.charAt(i));
  }
}
