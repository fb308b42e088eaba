package dev.sessionlifecycle.providers;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fields of a body of the type {@code application/x-www-form-urlencoded}. */
final class FormBody {
  private static final int MOST_FIELDS = 1_000;

  private final TreeMap<String, List<String>> fields = new TreeMap<>();

  private FormBody() {}

  /**
   * Reads a form.
   *
   * @throws MalformedPayloadException if it is none, or has more than 1,000 fields
   */
  static FormBody read(byte[] body) {
    FormBody form = new FormBody();
    String text = new String(body, StandardCharsets.UTF_8);
    String[] pairs = text.isEmpty() ? new String[0] : text.split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) {
      throw new MalformedPayloadException("the form has more than " + MOST_FIELDS + " fields");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      form.fields.computeIfAbsent(decode(name), it -> new ArrayList<>()).add(decode(value));
    }
    return form;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new MalformedPayloadException("the body is no form");
    }
  }

  /** Returns the first value of a field; null where it is missing or blank. */
  @Nullable String text(String name) {
    return new Payload(fields.getOrDefault(name, List.of("")).get(0)).text();
  }

  /** Returns a field as a value. */
  Payload value(String name) {
    return new Payload(text(name));
  }

  String required(String name) {
    return value(name).required(name);
  }

  /** Returns names and values one behind the other, sorted, as Twilio signs them. */
  String concatenated() {
    StringBuilder all = new StringBuilder();
    for (Map.Entry<String, List<String>> field : fields.entrySet()) {
      for (String value : new TreeSet<>(field.getValue())) {
        all.append(field.getKey()).append(value);
      }
    }
    return all.toString();
  }
}
