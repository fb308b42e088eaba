package dev.sessionlifecycle.internal.archive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain JSON values, RFC 8259: a whole number that fits is a {@code Long}, any other a {@code
 * Double}.
 */
final class JsonReader {
  /** Far deeper than what is written: the bounds of the front door and a few levels more. */
  private static final int DEEPEST = 1_100;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads one object and nothing else.
   *
   * @throws IllegalArgumentException where the text is something else
   */
  static Map<String, Object> read(String text) {
    JsonReader reader = new JsonReader(text);
    reader.space();
    Map<String, Object> object = reader.object();
    reader.space();
    if (reader.at != text.length()) {
      throw reader.bad();
    }
    return object;
  }

  private @Nullable Object value() {
    space();
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

  @SuppressWarnings("NullAway") // JSON null stands in a map as null; the map's users know
  private Map<String, Object> object() {
    expect('{');
    enter();
    Map<String, Object> object = new LinkedHashMap<>();
    space();
    if (peek() != '}') {
      do {
        space();
        String key = string();
        space();
        expect(':');
        object.put(key, value());
        space();
      } while (comma());
    }
    expect('}');
    depth--;
    return Collections.unmodifiableMap(object);
  }

  @SuppressWarnings("NullAway") // as for objects
  private List<Object> array() {
    expect('[');
    enter();
    List<Object> array = new ArrayList<>();
    space();
    if (peek() != ']') {
      do {
        array.add(value());
        space();
      } while (comma());
    }
    expect(']');
    depth--;
    return Collections.unmodifiableList(array);
  }

  private String string() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> c;
    };
  }

  private char unicode() {
    if (at + 4 > text.length()) {
      throw bad();
    }
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private Number number() {
    int from = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(from, at);
    if (number.isEmpty()) {
      throw bad();
    }
    return number.matches("-?[0-9]{1,18}")
        ? (Number) Long.valueOf(number)
        : number.matches("-?[0-9]+") ? whole(number) : (Number) Double.valueOf(number);
  }

  private static Number whole(String number) {
    try {
      return Long.valueOf(number);
    } catch (NumberFormatException tooLong) {
      return Double.valueOf(number);
    }
  }

  private @Nullable Object word(String word, @Nullable Object meaning) {
    if (!text.startsWith(word, at)) {
      throw bad();
    }
    at += word.length();
    return meaning;
  }

  private void enter() {
    if (++depth > DEEPEST) {
      throw bad();
    }
  }

  private boolean comma() {
    boolean more = peek() == ',';
    at += more ? 1 : 0;
    return more;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw bad();
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw bad();
    }
    at++;
  }

  private IllegalArgumentException bad() {
    return new IllegalArgumentException("no JSON at character " + at);
  }
}
