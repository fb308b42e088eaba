package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How far back a screen looks. Every list has one, so that none reads a whole table. */
enum TimeRange {
  HOUR("1h", "Last hour", Duration.ofMinutes(5), 12),
  DAY("24h", "Last 24 hours", Duration.ofHours(1), 24),
  WEEK("7d", "Last 7 days", Duration.ofDays(1), 7),
  MONTH("30d", "Last 30 days", Duration.ofDays(1), 30),
  QUARTER("90d", "Last 90 days", Duration.ofDays(1), 90);

  final String value;
  final String label;
  final Duration bucket;
  final int buckets;

  TimeRange(String value, String label, Duration bucket, int buckets) {
    this.value = value;
    this.label = label;
    this.bucket = bucket;
    this.buckets = buckets;
  }

  /** Returns the range that a request asks for; a day where it asks for none that there is. */
  static TimeRange of(ConsoleRequest request) {
    String asked = request.parameter("range").orElse(DAY.value);
    return Stream.of(values()).filter(it -> it.value.equals(asked)).findFirst().orElse(DAY);
  }

  /** The end: the full span after now, so that bars begin at full hours and at midnight. */
  Instant to(Instant now, ZoneId zone) {
    long step = bucket.toSeconds();
    long offset = bucket.toDays() > 0 ? zone.getRules().getOffset(now).getTotalSeconds() : 0;
    long spans = Math.floorDiv(now.getEpochSecond() + offset, step) + 1;
    return Instant.ofEpochSecond(spans * step - offset);
  }

  Instant from(Instant now, ZoneId zone) {
    return to(now, zone).minus(bucket.multipliedBy(buckets));
  }

  /** As it stands within a sentence, such as {@code last 24 hours}. */
  String words() {
    return label.toLowerCase(Locale.ROOT);
  }

  /** The beginning of a span, as short as it can be. */
  String label(Instant at, Formats formats) {
    return bucket.toDays() > 0 ? formats.monthDay(at) : formats.clock(at);
  }

  List<Option> options() {
    return Stream.of(values()).map(it -> new Option(it.value, it.label, it == this)).toList();
  }
}
