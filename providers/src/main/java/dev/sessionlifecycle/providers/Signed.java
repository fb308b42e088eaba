package dev.sessionlifecycle.providers;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the headers of signed requests have in common. */
final class Signed {
  private Signed() {}

  static String header(ProviderRequest request, String name) {
    return request
        .header(name)
        .filter(it -> !it.isBlank())
        .orElseThrow(() -> new UnauthenticatedException("the header " + name + " is missing"))
        .strip();
  }

  /** Returns the value of a field in a header such as {@code t=1,v0=ab}. */
  static String field(String header, String field, String headerName) {
    for (String part : header.split(",", 20)) {
      String text = part.strip();
      if (text.startsWith(field + "=")) {
        return text.substring(field.length() + 1);
      }
    }
    throw new UnauthenticatedException("the header " + headerName + " has no field " + field);
  }

  /** Refuses a request that was signed too long before it came, or after it. */
  static void withinWindow(@Nullable Instant signedAt, Instant arrivedAt, Duration window) {
    if (signedAt == null || Duration.between(signedAt, arrivedAt).abs().compareTo(window) > 0) {
      throw new UnauthenticatedException(
          "the time that was signed differs by more than " + window.toMinutes() + " minutes");
    }
  }

  /** Returns the bytes of a text in hexadecimal; none where it is not one. */
  static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** Returns the bytes of a text in Base64; none where it is not one. */
  static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  static void require(boolean isAuthentic) {
    if (!isAuthentic) {
      throw new UnauthenticatedException("the signature is not that of this request");
    }
  }
}
