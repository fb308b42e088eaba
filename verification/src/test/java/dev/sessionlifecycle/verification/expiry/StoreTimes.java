package dev.sessionlifecycle.verification.expiry;

import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When things happened to a live session by the store's clock, and therefore when a limit ends it:
 * a second and simpler implementation to compare the library with.
 */
record StoreTimes(
    SessionStatus status, @Nullable Instant activated, Instant since, Instant lastActivity) {
  private static final Map<SessionStatus, Duration> AGES =
      Map.of(
          SessionStatus.QUEUED, Duration.ofMinutes(10),
          SessionStatus.RINGING, Duration.ofMinutes(5),
          SessionStatus.PAUSED, Duration.ofMinutes(30),
          SessionStatus.ACTIVE, Duration.ofHours(2));
  private static final Map<String, Duration> IDLES =
      Map.of("voice", Duration.ofMinutes(5), "sms", Duration.ofHours(1));

  /** The limits above; on the channel {@code api} all are zero, which means never. */
  static final TimeLimits LIMITS = limits();

  private static TimeLimits limits() {
    TimeLimits limits = TimeLimits.none().withIdle("api", Duration.ZERO);
    for (var age : AGES.entrySet()) {
      limits =
          limits.withAge(age.getKey(), age.getValue()).withAge(age.getKey(), "api", Duration.ZERO);
    }
    for (var idle : IDLES.entrySet()) {
      limits = limits.withIdle(idle.getKey(), idle.getValue());
    }
    return limits;
  }

  static StoreTimes opened(SessionStatus status, Instant now) {
    return new StoreTimes(status, status == SessionStatus.ACTIVE ? now : null, now, now);
  }

  StoreTimes active(Instant now) {
    return new StoreTimes(status, activated, since, later(lastActivity, now));
  }

  StoreTimes moved(SessionStatus to, Instant now) {
    Instant entered = later(since, now);
    @Nullable Instant first = activated == null && to == SessionStatus.ACTIVE ? entered : activated;
    return new StoreTimes(to, first, entered, later(lastActivity, now));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Returns when a limit ends such a session; empty for never. */
  Optional<Instant> deadline(String channel) {
    if (channel.equals("api")) {
      return Optional.empty();
    }
    boolean isActive = status.equals(SessionStatus.ACTIVE);
    Instant born = isActive && activated != null ? activated : since;
    List<Instant> ends = new ArrayList<>();
    Duration age = AGES.get(status);
    Duration idle = isActive ? IDLES.get(channel) : null;
    if (age != null) {
      ends.add(born.plus(age));
    }
    if (idle != null) {
      ends.add(lastActivity.plus(idle));
    }
    return ends.stream().min(Instant::compareTo);
  }
}
