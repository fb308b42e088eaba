package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON document that may lack anything: what is missing, null or of another kind is
 * {@link #isMissing}, and reading on from it is no error.
 *
 * @param value a map of such values, a list of them, a text (also of a number), a boolean, or null
 */
record Payload(@Nullable Object value) {
  private static final Payload MISSING = new Payload(null);
  private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(15);
  private static final int MOST_DIGITS = 30;
  private static final int DECIMALS = 12;

  boolean isMissing() {
    return value == null;
  }

  boolean isObject() {
    return value instanceof Map;
  }

  boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /** Returns the value at this path of names. */
  Payload at(String... names) {
    Object found = value;
    for (String name : names) {
      found = found instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
    return found == null ? MISSING : new Payload(found);
  }

  /** Returns the elements of an array; none of anything else. */
  List<Payload> items() {
    return value instanceof List<?> elements
        ? elements.stream().map(Payload::new).toList()
        : List.of();
  }

  /** Returns a text, or a number as it is written; null where it is blank. */
  @Nullable String text() {
    return value instanceof String text && !Texts.isBlank(text) ? text : null;
  }

  /** Returns a text as it is; empty for anything else. */
  String content() {
    return value instanceof String text ? text : "";
  }

  /** Returns a text that the provider's format requires. */
  String required(String field) {
    String text = text();
    if (text == null) {
      throw new MalformedPayloadException(field + " is required");
    }
    return text;
  }

  /** Returns an amount as the usage of a session takes it; null for anything else. */
  @Nullable BigDecimal amount() {
    BigDecimal number = number();
    if (number == null || number.signum() < 0 || number.compareTo(TOO_MUCH) >= 0) {
      return null;
    }
    return number.setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
  }

  /** Returns a number of at most 30 digits before or behind the point; null for anything else. */
  private @Nullable BigDecimal number() {
    String text = text();
    if (text == null || text.length() > 2 * MOST_DIGITS) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text.strip());
      return Math.abs((long) number.scale()) > MOST_DIGITS ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Returns the time of so many seconds since 1970. */
  @Nullable Instant seconds() {
    BigDecimal number = number();
    return number == null ? null : millis(number.movePointRight(3));
  }

  /** Returns the time of so many milliseconds since 1970. */
  @Nullable Instant millis() {
    BigDecimal number = number();
    return number == null ? null : millis(number);
  }

  private static @Nullable Instant millis(BigDecimal millis) {
    return millis.abs().compareTo(TOO_MUCH) < 0
        ? bounded(Instant.ofEpochMilli(millis.longValue()))
        : null;
  }

  /** Returns the time of a text in the format of ISO 8601, with an offset. */
  @Nullable Instant time() {
    String text = text();
    if (text == null) {
      return null;
    }
    try {
      return bounded(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return null;
    }
  }

  static @Nullable Instant bounded(Instant time) {
    return time.isBefore(Validator.MIN_TIME) || time.isAfter(Validator.MAX_TIME) ? null : time;
  }

  /** Contains no content. */
  @Override
  public String toString() {
    return "Payload[isMissing=" + isMissing() + "]";
  }
}
