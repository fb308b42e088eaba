package dev.sessionlifecycle.finalize.internal;

import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain values as JSON (RFC 8259) on one line. Escapes U+2028 and U+2029 as well, which some
 * readers take for line ends, and lone surrogates, which UTF-8 cannot encode.
 */
public final class JsonWriter {
  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  /**
   * Returns a value as JSON.
   *
   * @param value null, a string, a number, a boolean, or a map or iterable of such values; anything
   *     else, and a number that JSON cannot express, is written as its string
   */
  public static String write(@Nullable Object value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.out.toString();
  }

  private void value(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof Iterable<?> values) {
      array(values);
    } else if (value == null || value instanceof Boolean || isFinite(value)) {
      out.append(value);
    } else {
      string(value.toString());
    }
  }

  private static boolean isFinite(Object value) {
    return value instanceof Number number
        && (!(number instanceof Double || number instanceof Float)
            || Double.isFinite(number.doubleValue()));
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      string(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private void array(Iterable<?> values) {
    out.append('[');
    String separator = "";
    for (Object value : values) {
      out.append(separator);
      value(value);
      separator = ",";
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Texts.startsPair(text, i)) {
            out.append(c).append(text.charAt(++i));
          } else if (c < ' ' || c == 0x2028 || c == 0x2029 || Character.isSurrogate(c)) {
            out.append("\\u").append(HEX.toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
