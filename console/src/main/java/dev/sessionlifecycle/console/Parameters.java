package dev.sessionlifecycle.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code application/x-www-form-urlencoded}, as queries and forms are written. */
final class Parameters {
  private static final int MOST = 1_000;

  private Parameters() {}

  /** Returns the values by name; what is no valid encoding is left out. */
  static Map<String, List<String>> parse(@Nullable String encoded) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (encoded == null || encoded.isEmpty()) {
      return values;
    }
    for (String pair : encoded.split("&", MOST)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      try {
        values
            .computeIfAbsent(decode(name), it -> new ArrayList<>())
            .add(decode(pair.substring(equals < 0 ? pair.length() : equals + 1)));
      } catch (IllegalArgumentException e) {
        // No browser writes this; the value is as good as missing.
      }
    }
    return values;
  }

  static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
