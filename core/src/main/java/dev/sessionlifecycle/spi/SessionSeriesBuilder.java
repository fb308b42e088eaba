package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.SessionBucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the spans of a {@link SeriesIntent}, the empty ones too. Not thread-safe. */
public final class SessionSeriesBuilder {
  private final SeriesIntent intent;
  private final List<SessionCountsBuilder> counts = new ArrayList<>();
  private final @Nullable Duration[] medians;
  private final @Nullable Duration[] p95s;

  /** Nothing counted yet. */
  public SessionSeriesBuilder(SeriesIntent intent) {
    this.intent = intent;
    int buckets = intent.buckets();
    for (int i = 0; i < buckets; i++) {
      counts.add(new SessionCountsBuilder());
    }
    this.medians = new Duration[buckets];
    this.p95s = new Duration[buckets];
  }

  /** Counts sessions of a span that agree in these, as they are read. */
  public void add(
      int bucket,
      SessionStatus status,
      @Nullable TerminationReason reason,
      @Nullable OutcomeCategory outcome,
      long sessions) {
    counts.get(bucket).add(status, reason, outcome, sessions);
  }

  /** Sets the durations of a span, in milliseconds. */
  public void durations(int bucket, long median, long p95) {
    medians[bucket] = Duration.ofMillis(median);
    p95s[bucket] = Duration.ofMillis(p95);
  }

  /**
   * Returns the least of some values that a part of them does not exceed.
   *
   * @param sorted at least one value, in order
   * @param part over 0, at most 1
   */
  public static long percentile(List<Long> sorted, double part) {
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  /** Returns the spans, oldest first. */
  public List<SessionBucket> buckets() {
    List<SessionBucket> buckets = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      Instant from = intent.from().plus(intent.bucket().multipliedBy(i));
      Instant end = from.plus(intent.bucket());
      Instant to = end.isAfter(intent.to()) ? intent.to() : end;
      buckets.add(new SessionBucket(from, to, counts.get(i).counts(), medians[i], p95s[i]));
    }
    return buckets;
  }
}
