package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.DispositionReply;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.UsageIntent;
import dev.sessionlifecycle.spi.UsageReply;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a disposition or a report of usage comes to on a row: pure functions, as {@link UpdateRules}
 * are. Neither changes {@code version} or {@code updatedAt}, writes a history entry or counts as
 * activity.
 */
public final class AfterCallRules {
  private AfterCallRules() {}

  /**
   * Judges a disposition. The same code and note as those that are there are accepted at any time,
   * so that a call may be repeated. A session that stores facts only keeps no note.
   *
   * @param row the session as it stands
   * @param storeNow the store's clock
   */
  public static DispositionReply judge(Session row, DispositionIntent intent, Instant storeNow) {
    if (!row.isEnded()) {
      return new DispositionReply.NotEnded(row);
    }
    Disposition known = row.disposition();
    Disposition told = withoutText(row, intent.disposition());
    if (known != null) {
      return known.code().equals(told.code()) && Objects.equals(known.note(), told.note())
          ? new DispositionReply.Recorded(row)
          : new DispositionReply.AlreadyRecorded(row);
    }
    return isTooLate(row, intent.within(), storeNow)
        ? new DispositionReply.TooLate(row)
        : new DispositionReply.Recorded(SessionBuilder.of(row).disposition(told).build());
  }

  /**
   * Judges a report of usage.
   *
   * @param row the session as it stands
   * @param isKnown whether the session remembers the report
   * @param reports how many reports it remembers
   * @param storeNow the store's clock
   */
  public static UsageReply judge(
      Session row, boolean isKnown, int reports, UsageIntent intent, Instant storeNow) {
    if (!row.status().isLive() && !row.isEnded()) {
      return new UsageReply.NotWritable(row);
    } else if (isKnown) {
      return new UsageReply.AlreadyAdded(row);
    } else if (row.isEnded() && isTooLate(row, intent.within(), storeNow)) {
      return new UsageReply.TooLate(row);
    }
    Map<String, BigDecimal> usage = new TreeMap<>(row.usage());
    intent.amounts().forEach((name, amount) -> usage.merge(name, amount, BigDecimal::add));
    usage.replaceAll((name, amount) -> canonical(amount));
    boolean isFull =
        usage.size() > intent.mostNames()
            || (intent.report() != null && reports >= intent.mostReports());
    return isFull
        ? new UsageReply.Full(row)
        : new UsageReply.Added(SessionBuilder.of(row).usage(usage).build());
  }

  /** Returns an amount in the one form in which stores keep it: without zeros at its end. */
  public static BigDecimal canonical(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static Disposition withoutText(Session row, Disposition told) {
    return row.storing() == Storing.FACTS_ONLY
        ? new Disposition(told.code(), null, told.by(), told.at())
        : told;
  }

  private static boolean isTooLate(Session row, Duration within, Instant storeNow) {
    return row.anonymized() || storeNow.isAfter(row.statusSince().plus(within));
  }
}
