package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport.Month;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport.Result;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Searches every column of every table in the database for the planted string. */
class CanaryTest {
  private static final Duration WEEK = Duration.ofDays(7);

  static List<String> databases() {
    return List.of(
        "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
        PostgresServer.shared().createDatabase().url());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void after_an_erasure_the_canary_is_in_no_column_of_any_table(String url) throws SQLException {
    try (CanaryStore store = new CanaryStore(url, RetentionPolicy.forEver())) {
      store.plant();
      ErasureReport first = store.erase();
      assertThat(first.ended()).isEqualTo(1);
      assertThat(first.kept()).as("the live one, whose chain has to run").hasSize(1);
      store.finish();
      assertThat(store.erase().isComplete()).isTrue();
      store.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void after_a_purge_the_canary_is_in_no_column_of_any_table(String url) throws SQLException {
    disposed(url, RetentionPolicy.keepFor(WEEK), Done.PURGED);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void after_anonymizing_the_canary_is_in_no_column_of_any_table(String url) throws SQLException {
    disposed(url, RetentionPolicy.keepFor(WEEK).thenAnonymize(), Done.ANONYMIZED);
  }

  @Test
  void after_a_month_was_dropped_the_canary_is_in_no_column_of_any_table() throws SQLException {
    Duration month = Duration.ofDays(31);
    String url = PostgresServer.shared().createDatabase().url();
    try (CanaryStore store =
        new CanaryStore(url, RetentionPolicy.keepFor(month), TableLayout.PARTITIONED)) {
      store.plant();
      assertThat(store.sweepAfter(WEEK).count(Done.EXPIRED)).as("the live one").isEqualTo(1);
      store.finish();
      assertThat(store.purgeMonthsAfter(month).months())
          .containsExactly(new Month(YearMonth.of(2026, 1), Result.GONE, 3));
      store.assertNothingLeft();
    }
  }

  private static void disposed(String url, RetentionPolicy policy, Done how) throws SQLException {
    try (CanaryStore store = new CanaryStore(url, policy)) {
      store.plant();
      assertThat(store.sweepAfter(WEEK).count(how)).isEqualTo(2);
      store.finish();
      assertThat(store.sweepAfter(WEEK).count(how)).as("the live one").isEqualTo(1);
      store.assertNothingLeft();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void the_early_end_of_a_session_that_never_opens_is_forgotten(String url) throws SQLException {
    try (CanaryStore store = new CanaryStore(url, RetentionPolicy.forEver())) {
      store.endBeforeStart("never");
      Duration day = Duration.ofHours(24);
      assertThat(store.sweepAfter(day.minusNanos(1_000)).count(Done.EARLY_END_FORGOTTEN)).isZero();
      assertThat(store.isThere()).isTrue();
      assertThat(store.sweepAfter(Duration.ofNanos(1_000)).count(Done.EARLY_END_FORGOTTEN))
          .isEqualTo(1);
      store.assertNothingLeft();
    }
  }
}
