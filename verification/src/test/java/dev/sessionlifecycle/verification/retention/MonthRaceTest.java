package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport.Month;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Months are purged while holds, row by row purges, ends and messages happen at the same time. The
 * system property {@code sessionlifecycle.rounds} sets the number of rounds.
 */
class MonthRaceTest {
  private static final Duration MONTH = Duration.ofDays(35);

  private int held;
  private int dropped;

  @Test
  void concurrent_month_and_row_purges_holds_and_messages_leave_no_partial_session()
      throws SQLException {
    try (MonthFixture stage = new MonthFixture(TableLayout.PARTITIONED);
        SessionLifecycle other = stage.node()) {
      int rounds = Integer.getInteger("sessionlifecycle.rounds", 9);
      for (int i = 0; i < rounds; i++) {
        stage.store.prepareMonths(2);
        round(stage, other, i);
      }
      assertThat(held).as("sessions that a hold saved").isPositive();
      assertThat(dropped).as("months that went as a whole, with what was in them").isPositive();
    }
  }

  private void round(MonthFixture stage, SessionLifecycle other, int number) throws SQLException {
    UUID user = UUID.randomUUID();
    List<Session> old =
        Stream.generate(() -> stage.ended(stage.organization, user)).limit(4).toList();
    stage.clock.advance(MONTH);
    Session today = stage.live();
    Session toHold = number % 3 == 0 ? today : old.get(1);
    List<Callable<Object>> racers =
        List.of(
            () -> stage.lifecycle.housekeeping().purgeMonths(100),
            () -> other.housekeeping().purgeMonths(100),
            () -> number % 2 == 0 ? 0 : other.housekeeping().runDue(2).count(Done.PURGED),
            () -> placeAfter(number % 7 * 2, stage, toHold),
            () -> stage.sessions.append(today.id(), Message.fromUser("three")).orThrow(),
            () -> stage.sessions.close(today.id(), "resolved").orThrow());
    List<Race.Outcome<Object>> told = Race.of(racers);
    long byMonth =
        Stream.of(told.get(0), told.get(1))
            .flatMap(it -> ((MonthPurgeReport) it.orThrow()).months().stream())
            .mapToLong(Month::sessions)
            .sum();
    List<Session> gone = old.stream().filter(it -> !stage.isThere(it)).toList();
    assertThat(byMonth + (Integer) told.get(2).orThrow()).isEqualTo(gone.size());
    assertThat(told.get(3).orThrow()).isEqualTo(!gone.contains(toHold));
    for (Session session : old) {
      assertThat(stage.store.messages(HousekeepingFixture.key(stage.organization, session), 0, 9))
          .hasSize(gone.contains(session) ? 0 : 2);
    }
    assertThat(stage.sessions.get(today.id()).isEnded()).isTrue();
    assertThat(stage.sessions.messages(today.id()))
        .hasSize(stage.sessions.get(today.id()).messageCount());
    held += old.size() - gone.size();
    dropped += byMonth > 0 ? 1 : 0;
    clear(stage, gone.size(), number);
  }

  /** What is left is purged once nothing holds it; the receipts then account for everything. */
  private static void clear(MonthFixture stage, int gone, int number) throws SQLException {
    stage.retention.holdsInForce(null, 9).forEach(it -> stage.retention.release(it.id(), "judge"));
    stage.lifecycle.finalizer().runDue(9);
    stage.clock.advance(Duration.ofHours(1));
    int purged = stage.lifecycle.housekeeping().runDue(9).count(Done.PURGED);
    assertThat(purged).isGreaterThanOrEqualTo(4 - gone);
    stage.clock.advance(Duration.ofDays(8));
    stage.lifecycle.housekeeping().runDue(9);
    assertThat(Long.parseLong(stage.strings("SELECT SUM(sessions) FROM sl_receipt").get(0)))
        .as("in receipts, after so many rounds")
        .isEqualTo(5L * (number + 1));
  }

  /** Places the hold after this many reads: sometimes the hold comes first, sometimes the purge. */
  private static boolean placeAfter(int reads, MonthFixture stage, Session session) {
    for (int i = 0; i < reads; i++) {
      stage.isThere(session);
    }
    try {
      stage.retention.place(HoldScope.session(session.id()), "matter", "counsel");
      return true;
    } catch (SessionNotFoundException e) {
      return false;
    }
  }
}
