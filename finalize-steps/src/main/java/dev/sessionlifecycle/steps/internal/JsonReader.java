package dev.sessionlifecycle.steps.internal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain JSON values (RFC 8259): maps, lists, strings, {@link BigDecimal}, booleans and null.
 */
public final class JsonReader {

  private static final int MAX_DEPTH = 32;

  private final String json;
  private int at;

  private JsonReader(String json) {
    this.json = json;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException where the text is not one JSON value, or is nested deeper than
   *     32; the message tells the place and nothing of the text
   */
  public static @Nullable Object read(String json) {
    JsonReader reader = new JsonReader(json);
    Object value = reader.value(0);
    if (reader.peek() != 0) {
      throw reader.wrong();
    }
    return value;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong();
    }
    char c = peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    while (peek() != '}') {
      if (!map.isEmpty()) {
        expect(',');
      }
      if (peek() != '"') {
        throw wrong();
      }
      String name = string();
      expect(':');
      map.put(name, value(depth + 1));
    }
    at++;
    return map;
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    while (peek() != ']') {
      if (!list.isEmpty()) {
        expect(',');
      }
      list.add(value(depth + 1));
    }
    at++;
    return list;
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
        throw wrong();
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
          int digit = Character.digit(next(), 16);
          if (digit < 0) {
            throw wrong();
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> throw wrong();
    };
  }

  private BigDecimal number() {
    int start = at;
    while (at < json.length() && "+-.eE0123456789".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
    try {
      return new BigDecimal(json.substring(start, at));
    } catch (NumberFormatException e) {
      throw wrong();
    }
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!json.startsWith(word, at)) {
      throw wrong();
    }
    at += word.length();
    return value;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong();
    }
    at++;
  }

  /** The next character that is no white space, not taken; NUL at the end. */
  private char peek() {
    while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
    return at < json.length() ? json.charAt(at) : 0;
  }

  private char next() {
    if (at >= json.length()) {
      throw wrong();
    }
    return json.charAt(at++);
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("not JSON at character " + at);
  }
}
