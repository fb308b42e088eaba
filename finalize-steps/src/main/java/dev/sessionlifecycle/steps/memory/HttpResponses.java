package dev.sessionlifecycle.steps.memory;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** Maps HTTP responses to results. */
final class HttpResponses {

  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration DEFAULT = Duration.ofSeconds(5);

  /** Request Timeout, Conflict (another request in progress), Too Early, Too Many Requests. */
  private static final Set<Integer> LATER = Set.of(408, 409, 425, 429);

  private HttpResponses() {}

  static SyncResult judge(HttpResponse<?> response, InstantSource clock) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return SyncResult.acknowledged();
    }
    if (status / 100 == 5 || LATER.contains(status)) {
      String value = response.headers().firstValue("Retry-After").orElse("");
      return SyncResult.tryLater(retryAfter(value.strip(), clock));
    }
    return SyncResult.refused("http-" + status);
  }

  /** Parses seconds or a date (RFC 9110, 10.2.3); returns a short delay for anything else. */
  static Duration retryAfter(String value, InstantSource clock) {
    Duration delay = DEFAULT;
    if (!value.isEmpty()
        && value.length() <= 9
        && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      delay = Duration.ofSeconds(Long.parseLong(value));
    } else if (!value.isEmpty()) {
      try {
        ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
        delay = Duration.between(clock.instant(), date.toInstant());
      } catch (DateTimeException e) {
        delay = DEFAULT;
      }
    }
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }
}
