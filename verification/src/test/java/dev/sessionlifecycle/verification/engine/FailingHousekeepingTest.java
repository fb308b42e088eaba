package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingRun;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.spi.SessionStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Housekeeping that fails is seen: by the listener, and by who holds the run. */
class FailingHousekeepingTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<HousekeepingFailure> failures = new CopyOnWriteArrayList<>();
  private final List<HousekeepingReport> reports = new CopyOnWriteArrayList<>();

  private final HousekeepingListener listener =
      new HousekeepingListener() {
        @Override
        public void completed(HousekeepingReport report) {
          reports.add(report);
        }

        @Override
        public void failed(HousekeepingFailure failure) {
          failures.add(failure);
        }
      };

  private static void run(EngineStore kind, String sql) {
    try (Connection connection = kind.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2", "POSTGRESQL"})
  void a_purge_that_fails_is_counted_and_reported_until_it_succeeds(EngineStore kind) {
    TestClock clock = new TestClock();
    SessionStore store = kind.open(clock);
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(store)
            .clock(clock)
            .retention(RetentionPolicy.keepFor(Duration.ZERO))
            .housekeepingListener(
                new HousekeepingListener() {
                  @Override
                  public void failed(HousekeepingFailure failure) {
                    throw new IllegalStateException("a listener that fails");
                  }
                })
            .housekeepingListener(listener)
            .build();
    OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
    UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
    sessions.close(id, "done");
    run(kind, "ALTER TABLE sl_receipt RENAME TO elsewhere");
    HousekeepingOptions often = HousekeepingOptions.defaults().withEvery(Duration.ofMillis(5));
    try (HousekeepingRun housekeeping = lifecycle.housekeeping().start(often)) {
      await().atMost(SOON).until(() -> failures.size() >= 2); // reported after they are counted
      HousekeepingFailure failure = housekeeping.failures().get(0);
      assertThat(failure.sweep()).isEqualTo("ended");
      assertThat(failure.code()).isEqualTo("store_failed");
      assertThat(failure.sqlState()).startsWith("42");
      assertThat(failure.text()).contains("store_failed", failure.sqlState());
      assertThat(failures).extracting(HousekeepingFailure::consecutive).startsWith(1, 2);
      assertThat(housekeeping.lastSuccess()).isEmpty();
      assertThat(housekeeping.report().failures()).isNotEmpty();
      assertThat(housekeeping.report().consecutiveFailures()).isGreaterThanOrEqualTo(2);
      assertThat(housekeeping.report().lastSuccess()).isNull();
      assertThatThrownBy(() -> lifecycle.housekeeping().runDue(10))
          .isInstanceOf(StoreException.class);
      assertThat(failures).extracting(HousekeepingFailure::sweep).contains("due");

      run(kind, "ALTER TABLE elsewhere RENAME TO sl_receipt");
      await().atMost(SOON).until(() -> housekeeping.lastSuccess().isPresent());
      assertThat(housekeeping.failures()).isEmpty();
      assertThat(housekeeping.consecutiveFailures()).isZero();
      assertThat(housekeeping.report().failures()).isEmpty();
      assertThat(housekeeping.report().lastSuccess()).isNotNull();
      await().atMost(SOON).until(() -> reports.stream().anyMatch(it -> it.count(Done.PURGED) == 1));
      assertThat(sessions.find(id)).isEmpty();
    }
  }
}
