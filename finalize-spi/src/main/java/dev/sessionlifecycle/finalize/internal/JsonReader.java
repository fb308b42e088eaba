package dev.sessionlifecycle.finalize.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) into plain values: unmodifiable maps and lists, strings, booleans, null,
 * {@code Long} for a whole number that fits, {@code Double} for any other.
 */
public final class JsonReader {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]++)?");

  private final String json;
  private final int maxDepth;
  private int at;
  private int depth;

  private JsonReader(String json, int maxDepth) {
    this.json = json;
    this.maxDepth = maxDepth;
  }

  /**
   * Reads one value.
   *
   * @param maxDepth how many objects and arrays may be nested; bounds the stack
   * @throws IllegalArgumentException if the text is anything but one JSON value, or is nested too
   *     deeply; the message names the position and quotes nothing
   */
  public static @Nullable Object read(String json, int maxDepth) {
    JsonReader reader = new JsonReader(json, maxDepth);
    Object value = reader.value();
    reader.skipSpace();
    if (reader.at < json.length()) {
      throw reader.malformed();
    }
    return value;
  }

  /**
   * Reads one object.
   *
   * @throws IllegalArgumentException as {@link #read}, and if the value is no object
   */
  @SuppressWarnings("unchecked") // the keys of a JSON object are strings
  public static Map<String, Object> readObject(String json, int maxDepth) {
    if (read(json, maxDepth) instanceof Map<?, ?> object) {
      return (Map<String, Object>) object;
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  private @Nullable Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  @SuppressWarnings("NullAway") // JSON null is a null value of the map
  private Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    enter();
    if (peek() != '}') {
      do {
        if (peek() != '"') {
          throw malformed();
        }
        String name = string();
        if (!skip(':')) {
          throw malformed();
        }
        object.put(name, value());
      } while (skip(','));
    }
    leave('}');
    return Collections.unmodifiableMap(object);
  }

  @SuppressWarnings("NullAway") // as in object()
  private List<Object> array() {
    List<Object> array = new ArrayList<>();
    enter();
    if (peek() != ']') {
      do {
        array.add(value());
      } while (skip(','));
    }
    leave(']');
    return Collections.unmodifiableList(array);
  }

  private void enter() {
    if (++depth > maxDepth) {
      throw malformed();
    }
    at++;
  }

  private void leave(char end) {
    if (!skip(end)) {
      throw malformed();
    }
    depth--;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (true) {
      char c = next();
      if (c == '"') {
        return out.toString();
      }
      if (c < ' ') {
        throw malformed();
      }
      out.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 0; i < 4; i++) {
          char digit = next();
          if (!HexFormat.isHexDigit(digit)) {
            throw malformed();
          }
          code = code * 16 + HexFormat.fromHexDigit(digit);
        }
        yield (char) code;
      }
      default -> throw malformed();
    };
  }

  private Number number() {
    Matcher matcher = NUMBER.matcher(json).region(at, json.length());
    if (!matcher.lookingAt()) {
      throw malformed();
    }
    String number = matcher.group();
    boolean isWhole = matcher.group(1) == null && matcher.group(2) == null;
    if (isWhole) {
      try {
        Long whole = Long.valueOf(number);
        at = matcher.end();
        return whole;
      } catch (NumberFormatException tooLong) {
        // Read as a double below.
      }
    }
    Double value = Double.valueOf(number);
    if (value.isInfinite()) {
      throw malformed();
    }
    at = matcher.end();
    return value;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!json.startsWith(word, at)) {
      throw malformed();
    }
    at += word.length();
    return value;
  }

  private boolean skip(char c) {
    boolean isNext = peek() == c;
    at += isNext ? 1 : 0;
    return isNext;
  }

  /** The next character that is not white space; stays before it. */
  private char peek() {
    skipSpace();
    if (at >= json.length()) {
      throw malformed();
    }
    return json.charAt(at);
  }

  private void skipSpace() {
    while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
  }

  private char next() {
    if (at >= json.length()) {
      throw malformed();
    }
    return json.charAt(at++);
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("not JSON at character " + at);
  }
}
