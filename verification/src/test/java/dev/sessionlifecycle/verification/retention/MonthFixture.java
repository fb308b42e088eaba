package dev.sessionlifecycle.verification.retention;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport.Month;
import dev.sessionlifecycle.housekeeping.MonthPurgeReport.Result;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A PostgreSQL with monthly partitions, and a retention period of a week for everything. */
final class MonthFixture implements AutoCloseable {
  static final YearMonth MARCH = YearMonth.of(2026, 3);

  final SettableClock clock = SettableClock.at(Instant.parse("2026-03-05T10:00:00Z"));
  final UUID organization = UUID.randomUUID();
  final HikariDataSource pool = new HikariDataSource();
  final JdbcSessionStore store;
  final SessionLifecycle lifecycle;
  final OrganizationSessions sessions;
  final OrganizationRetention retention;

  MonthFixture(TableLayout layout) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.shared().createDatabase().url());
    config.setMaximumPoolSize(16);
    config.copyStateTo(pool);
    store =
        JdbcSessionStore.builder(pool)
            .schemaMode(SchemaMode.MIGRATE)
            .tableLayout(layout)
            .clock(StoreClock.of(clock))
            .build();
    lifecycle = node();
    sessions = lifecycle.organization(organization);
    retention = lifecycle.retention(organization);
  }

  /** Returns another node on the same store. */
  SessionLifecycle node() {
    return SessionLifecycle.builder(store)
        .clock(clock)
        .timeLimits(TimeLimits.none())
        .retention(RetentionPolicy.keepFor(Duration.ofDays(7)))
        .housekeeping(HousekeepingOptions.defaults().withPurgeShare(100))
        .finalizeWith(FinalizeChain.first(FinalizeStep.of("work", context -> StepOutcome.done())))
        .build();
  }

  Session live() {
    return live(organization, UUID.randomUUID());
  }

  Session live(UUID of, UUID user) {
    OrganizationSessions theirs = lifecycle.organization(of);
    Session session = theirs.open(SessionRequest.on("chat", user)).orThrow();
    theirs.append(session.id(), Message.fromUser("one"), Message.fromAgent("two"));
    return session;
  }

  /** Returns an ended session whose chain has not run yet. */
  Session unfinished(UUID of, UUID user) {
    Session session = live(of, user);
    return lifecycle
        .organization(of)
        .close(session.id(), EndRequest.reported("resolved"))
        .session();
  }

  Session ended() {
    return ended(organization);
  }

  Session ended(UUID of) {
    return ended(of, UUID.randomUUID());
  }

  Session ended(UUID of, UUID user) {
    Session session = unfinished(of, user);
    lifecycle.finalizer().runDue(100);
    return session;
  }

  /**
   * Advances to a time when March is over and sessions that ended in it are past their retention.
   */
  void toApril() {
    clock.set(Instant.parse("2026-04-20T10:00:00Z"));
  }

  MonthPurgeReport purge() {
    return lifecycle.housekeeping().purgeMonths(1_000);
  }

  static MonthPurgeReport march(Result fate, long sessions) {
    return new MonthPurgeReport(List.of(new Month(MARCH, fate, sessions)));
  }

  boolean isThere(Session session) {
    return sessions.find(session.id()).isPresent();
  }

  /** Returns the existing partitions of messages and history for March. */
  List<String> parts() throws SQLException {
    return strings("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%_202603'");
  }

  List<String> strings(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    }
  }

  /** Returns how many rows of an organization all tables have together, receipts excluded. */
  long rows(UUID of) throws SQLException {
    long rows = 0;
    for (String table :
        List.of(
            "session", "session_detail", "message", "history", "chain", "attempt", "eval_run")) {
      rows +=
          Long.parseLong(
              strings("SELECT COUNT(*) FROM sl_" + table + " WHERE organization_id = '" + of + "'")
                  .get(0));
    }
    return rows + attemptsKeptWithChains(of);
  }

  /** Each chain here was settled at once, so that its text is a line, with five tabs an attempt. */
  private long attemptsKeptWithChains(UUID of) throws SQLException {
    return strings("SELECT first_attempts FROM sl_chain WHERE organization_id = '" + of + "'")
        .stream()
        .filter(Objects::nonNull)
        .mapToLong(text -> text.chars().filter(it -> it == '\t').count() / 5)
        .sum();
  }

  @Override
  public void close() {
    lifecycle.close();
    store.close();
    pool.close();
  }
}
