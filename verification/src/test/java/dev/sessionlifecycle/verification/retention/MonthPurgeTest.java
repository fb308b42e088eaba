package dev.sessionlifecycle.verification.retention;

import static dev.sessionlifecycle.verification.retention.MonthFixture.MARCH;
import static dev.sessionlifecycle.verification.retention.MonthFixture.march;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport.Result;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.MonthStore;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Months that are purged as a whole, and what prevents that. */
@Tag("long")
class MonthPurgeTest {
  private final MonthFixture stage = new MonthFixture(TableLayout.PARTITIONED);

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void a_fully_disposable_month_is_dropped_with_a_receipt_per_organization() throws SQLException {
    UUID other = UUID.randomUUID();
    stage.ended();
    stage.ended(other);
    stage.ended();
    long rows = stage.rows(stage.organization);
    assertThat(stage.parts()).containsExactlyInAnyOrder("sl_message_202603", "sl_history_202603");
    assertThat(stage.purge().months()).as("it is not over").isEmpty();
    stage.toApril();
    assertThat(stage.purge()).isEqualTo(march(Result.GONE, 3));
    assertThat(stage.parts()).isEmpty();
    assertThat(stage.rows(stage.organization) + stage.rows(other)).isZero();
    Receipt receipt = stage.retention.receipts(null, 9).get(0);
    assertThat(List.of(receipt.sessions(), receipt.messages(), receipt.rows()))
        .containsExactly(2L, 4L, rows);
    assertThat(receipt.kind()).isEqualTo(Receipt.Kind.PURGE);
    assertThat(receipt.at()).isEqualTo(stage.clock.instant());
    assertThat(stage.lifecycle.retention(other).receipts(null, 9))
        .singleElement()
        .matches(it -> it.sessions() == 1 && it.messages() == 2 && it.rows() == rows / 2);
    assertThat(stage.purge().months()).isEmpty();
  }

  @Test
  void a_month_goes_after_the_recordings_of_its_sessions() throws SQLException {
    Set<UUID> left = new HashSet<>();
    boolean[] isDown = {true};
    stage.ended();
    UUID one = stage.ended().id();
    left.add(one);
    stage.toApril();
    SessionLifecycle node =
        SessionLifecycle.builder(stage.store)
            .clock(stage.clock)
            .retention(RetentionPolicy.keepFor(Duration.ofDays(7)))
            .recordings(
                (organization, session) -> {
                  if (isDown[0] && session.equals(one)) {
                    throw new IOException("down");
                  }
                  left.remove(session);
                })
            .build();
    assertThat(node.housekeeping().purgeMonths(1_000))
        .isEqualTo(march(Result.RECORDINGS_FAILED, 0));
    assertThat(stage.parts()).isNotEmpty();
    isDown[0] = false;
    assertThat(node.housekeeping().purgeMonths(1_000)).isEqualTo(march(Result.GONE, 2));
    assertThat(left).isEmpty();
    assertThat(stage.parts()).isEmpty();
  }

  /** What can keep a session, and with it its month. */
  enum KeepCause {
    LIVE(Result.LIVE) {
      @Override
      void on(MonthFixture stage) {
        stage.live();
      }
    },
    UNFINISHED(Result.UNFINISHED) {
      @Override
      void on(MonthFixture stage) {
        stage.unfinished(UUID.randomUUID(), UUID.randomUUID());
      }
    },
    HELD_SESSION(Result.HELD) {
      @Override
      void on(MonthFixture stage) {
        place(stage, HoldScope.session(stage.ended().id()));
      }
    },
    HELD_END_USER(Result.HELD) {
      @Override
      void on(MonthFixture stage) {
        place(stage, HoldScope.endUser(stage.ended().endUserId()));
      }
    },
    HELD_ORGANIZATION(Result.HELD) {
      @Override
      void on(MonthFixture stage) {
        place(stage, HoldScope.organization());
      }
    },
    KEPT_LONGER(Result.KEPT) {
      @Override
      void on(MonthFixture stage) {
        define(stage, RetentionPolicy.keepFor(Duration.ofDays(90)));
      }
    },
    KEPT_FOR_EVER(Result.KEPT) {
      @Override
      void on(MonthFixture stage) {
        define(stage, RetentionPolicy.forEver());
      }
    },
    ANONYMIZED(Result.TO_ANONYMIZE) {
      @Override
      void on(MonthFixture stage) {
        define(stage, RetentionPolicy.keepFor(Duration.ofDays(7)).thenAnonymize());
      }
    },
    ARCHIVED(Result.TO_ARCHIVE) {
      @Override
      void on(MonthFixture stage) {
        define(
            stage,
            RetentionPolicy.keepFor(Duration.ofDays(7)).withArchiveAfter(Duration.ofDays(1)));
      }
    };

    private final Result fate;

    KeepCause(Result fate) {
      this.fate = fate;
    }

    abstract void on(MonthFixture stage);

    static void place(MonthFixture stage, HoldScope scope) {
      stage.retention.place(scope, "matter", "counsel");
    }

    static void define(MonthFixture stage, RetentionPolicy policy) {
      UUID other = UUID.randomUUID();
      stage.lifecycle.retention(other).defineDefault(UUID.randomUUID(), policy);
      stage.ended(other);
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_session_to_be_kept_keeps_its_whole_month(KeepCause keeper) throws SQLException {
    Session session = stage.ended();
    keeper.on(stage);
    long rows = stage.rows(stage.organization);
    stage.toApril();
    assertThat(stage.purge()).isEqualTo(march(keeper.fate, 0));
    assertThat(stage.parts()).hasSize(2);
    assertThat(stage.isThere(session)).isTrue();
    assertThat(stage.rows(stage.organization)).isEqualTo(rows);
    assertThat(stage.retention.receipts(null, 9)).isEmpty();
  }

  @Test
  void a_month_above_the_limit_is_purged_by_rows_until_it_can_be_dropped() throws SQLException {
    for (int i = 0; i < 5; i++) {
      stage.ended();
    }
    stage.toApril();
    var housekeeping = stage.lifecycle.housekeeping();
    assertThat(housekeeping.purgeMonths(4)).isEqualTo(march(Result.TOO_MANY, 0));
    assertThat(housekeeping.runDue(2).count(Done.PURGED)).isEqualTo(2);
    assertThat(housekeeping.purgeMonths(3)).isEqualTo(march(Result.GONE, 3));
    assertThat(stage.retention.receipts(null, 9).stream().mapToLong(Receipt::sessions).sum())
        .isEqualTo(5);
    stage.clock.advance(Duration.ofDays(30));
    assertThat(stage.purge().months()).as("April, which is empty").hasSize(1);
    assertThat(stage.parts()).isEmpty();
  }

  @Test
  void a_month_is_not_dropped_while_a_hold_is_being_placed() throws SQLException {
    Session session = stage.ended();
    stage.toApril();
    try (Connection connection = stage.pool.getConnection()) {
      connection.setAutoCommit(false);
      stage.store.joining(connection).holds().place(hold(session));
      assertThat(stage.purge()).isEqualTo(march(Result.BUSY, 0));
      connection.commit();
    }
    assertThat(stage.purge()).isEqualTo(march(Result.HELD, 0));
    assertThat(stage.isThere(session)).isTrue();
  }

  private Hold hold(Session session) {
    return new Hold(
        stage.organization,
        UUID.randomUUID(),
        HoldScope.endUser(session.endUserId()),
        "matter",
        "counsel",
        stage.clock.instant(),
        null,
        null);
  }

  @Test
  void a_month_purge_yields_to_readers_and_writers_and_blocks_no_other() throws SQLException {
    Session session = stage.ended();
    stage.toApril();
    Session today = stage.live();
    try (Connection connection = stage.pool.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT COUNT(*) FROM sl_message");
      assertThat(stage.purge()).isEqualTo(march(Result.BUSY, 0));
      stage.sessions.append(today.id(), Message.fromUser("meanwhile"));
      assertThat(stage.sessions.messages(session.id())).hasSize(2);
      connection.commit();
    }
    assertThat(stage.purge()).isEqualTo(march(Result.GONE, 1));
    assertThat(stage.sessions.messages(today.id())).hasSize(3);
  }

  @Test
  void a_session_that_was_not_judged_keeps_its_month() throws SQLException {
    Session session = stage.ended();
    Session late = stage.live();
    stage.toApril();
    MonthStore parts = stage.store.months().orElseThrow();
    assertThat(parts.dispose(MARCH, List.of(purging(session))).kept()).isEqualTo(Refusal.BUSY);
    assertThat(stage.isThere(session)).isTrue();
    assertThat(stage.sessions.append(late.id(), Message.fromUser("late")).orThrow()).isNotEmpty();
    assertThat(parts.dispose(MARCH, List.of(purging(session), purging(late))).kept())
        .isEqualTo(Refusal.LIVE);
    assertThat(parts.dispose(MARCH, List.of()).kept()).isEqualTo(Refusal.BUSY);
    assertThat(parts.dispose(MARCH.plusMonths(1), List.of()).kept()).isEqualTo(Refusal.NOT_DUE);
    assertThat(stage.parts()).hasSize(2);
    assertThat(stage.retention.receipts(null, 9)).isEmpty();
  }

  private DisposalIntent purging(Session session) {
    return new DisposalIntent(
        stage.organization,
        List.of(session.id()),
        Receipt.Kind.PURGE,
        false,
        null,
        UUID.randomUUID(),
        null,
        "housekeeping");
  }

  @Test
  void a_late_session_of_a_dropped_month_goes_to_the_default_partition() throws SQLException {
    stage.ended();
    stage.toApril();
    assertThat(stage.purge()).isEqualTo(march(Result.GONE, 1));
    stage.clock.advance(Duration.ofDays(-40));
    Session late = stage.ended();
    assertThat(stage.sessions.messages(late.id())).hasSize(2);
    assertThat(stage.strings("SELECT DISTINCT tableoid::regclass::text FROM sl_message"))
        .containsExactly("sl_message_other");
    stage.toApril();
    assertThat(stage.purge().months()).isEmpty();
    assertThat(stage.lifecycle.housekeeping().runDue(9).count(Done.PURGED)).isEqualTo(1);
  }

  @Test
  void a_month_purge_without_partitions_does_nothing_and_checks_the_same_bounds()
      throws SQLException {
    try (MonthFixture plain = new MonthFixture(TableLayout.PLAIN);
        SessionLifecycle memory = SessionLifecycle.builder(Fixtures.inMemory().store()).build()) {
      Session session = plain.ended();
      plain.toApril();
      assertThat(plain.purge().months()).isEmpty();
      assertThat(plain.isThere(session)).isTrue();
      long rows = plain.rows(plain.organization);
      assertThat(plain.lifecycle.housekeeping().runDue(9).count(Done.PURGED)).isEqualTo(1);
      assertThat(plain.retention.receipts(null, 9).get(0).rows()).isEqualTo(rows);
      assertThat(memory.housekeeping().purgeMonths(1).months()).isEmpty();
      assertThatThrownBy(() -> memory.housekeeping().purgeMonths(0))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
