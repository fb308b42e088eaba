package dev.sessionlifecycle.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How times, durations and numbers are written, whatever the locale of the process is. */
final class Formats {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter MONTH_DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final int PLACES_OF_ID = 8;

  private final ZoneId zone;

  Formats(ZoneId zone) {
    this.zone = zone;
  }

  ZoneId zone() {
    return zone;
  }

  String zoneName() {
    return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  String time(@Nullable Instant at) {
    return at == null ? "" : TIME.format(at.atZone(zone));
  }

  String day(Instant at) {
    return DAY.format(at.atZone(zone));
  }

  String clock(Instant at) {
    return CLOCK.format(at.atZone(zone));
  }

  String monthDay(Instant at) {
    return MONTH_DAY.format(at.atZone(zone));
  }

  /** Writes a number with commas, such as {@code 1,200}. */
  static String number(long value) {
    return value > -1_000 && value < 1_000
        ? Long.toString(value)
        : String.format(Locale.ROOT, "%,d", value);
  }

  /** Writes a share, such as {@code 12.5 %}; a dash where the whole is nothing. */
  static String share(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** Writes the two largest units, such as {@code 2 h 5 min}; a dash for none. */
  static String duration(@Nullable Duration value) {
    if (value == null) {
      return "–";
    }
    long seconds = value.toSeconds();
    if (seconds < 1) {
      return value.toMillis() + " ms";
    } else if (seconds < 60) {
      return seconds + " s";
    } else if (seconds < 3_600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    } else if (seconds < 86_400) {
      return two(seconds / 3_600, "h", seconds % 3_600 / 60, "min");
    }
    return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
  }

  static String duration(@Nullable Long millis) {
    return duration(millis == null ? null : Duration.ofMillis(millis));
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }

  /** Writes the end of an id: the beginning of ids that follow each other is alike. */
  static String shortId(UUID id) {
    String text = id.toString();
    return "…" + text.substring(text.length() - PLACES_OF_ID);
  }

  /** Writes the wire name of a constant in words, such as {@code waiting for human}. */
  static String words(String wire) {
    return wire.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
