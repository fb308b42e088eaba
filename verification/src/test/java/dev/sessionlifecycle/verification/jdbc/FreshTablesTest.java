package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Until PostgreSQL analyzes tables for the first time, which takes a minute, a connection keeps the
 * plans that it made while they were empty. A call reads its own rows even then, and also where it
 * is planned for its own values while all that is known of the tables is older than the work. A
 * purge is left out: what it deletes is as old as the retention, and the tables have been analyzed
 * by then.
 */
@Tag("long")
class FreshTablesTest {
  private static final int CALL = 100;
  private static final int SESSIONS = 3_000;

  /** The sessions of a call that are ended one by one. */
  private static final int ALONE = 20;

  /** What a call may read for each of its sessions, of all tables. */
  private static final long MOST_READ = CALL * 25L;

  private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
  private final HikariDataSource pool = new HikariDataSource(config());
  private final JdbcSessionStore store =
      JdbcSessionStore.builder(pool)
          .schemaMode(SchemaMode.MIGRATE)
          .clock(StoreClock.of(clock))
          .build();
  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(store)
          .clock(clock)
          .retention(RetentionPolicy.forEver())
          .finalizeWith(
              FinalizeChain.first(FinalizeStep.of("scrub", it -> StepOutcome.done()))
                  .then(FinalizeStep.of("sync", this::failOnce)))
          .build();
  private final OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
  private final Set<UUID> tried = ConcurrentHashMap.newKeySet();

  /** One connection, which prepares each statement at once and plans it for any values. */
  private static HikariConfig config() {
    HikariConfig config = TestDatabase.config(PostgresServer.shared().createDatabase().url(), 1);
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("options", "-c plan_cache_mode=force_generic_plan");
    return config;
  }

  @BeforeEach
  void leaveUnanalyzed() throws SQLException {
    for (String table : column("SELECT relname FROM pg_stat_user_tables")) {
      column("ALTER TABLE " + table + " SET (autovacuum_enabled = false)");
    }
  }

  @AfterEach
  void close() {
    lifecycle.close();
    pool.close();
  }

  @Test
  void a_call_reads_its_own_rows_with_plans_that_were_made_for_empty_tables() throws SQLException {
    work(open());
    for (int i = 0; i < SESSIONS; i += CALL) {
      work(open());
    }
    assertThat(column("SELECT relname FROM pg_class WHERE relname = 'sl_chain' AND reltuples < 0"))
        .as("never analyzed")
        .hasSize(1);
    requireOwnRows(work(open()));
  }

  @Test
  void a_call_reads_its_own_rows_with_plans_from_when_nothing_was_due() throws SQLException {
    for (int i = 0; i < SESSIONS; i += CALL) {
      work(open());
    }
    column("ANALYZE");
    column("SET plan_cache_mode = force_custom_plan");
    requireOwnRows(work(open()));
  }

  private static void requireOwnRows(List<Read> reads) {
    reads.forEach(read -> assertThat(read.sum()).as(read.toString()).isBetween(1L, MOST_READ));
  }

  private record Read(String call, Map<String, Long> rows) {
    long sum() {
      return rows.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private List<UUID> open() {
    return sessions
        .bulk()
        .open(Collections.nCopies(CALL, SessionRequest.on("chat", UUID.randomUUID())))
        .stream()
        .map(it -> it.orThrow().session().id())
        .toList();
  }

  /** Makes each call once, for these sessions, and returns how many rows it read. */
  private List<Read> work(List<UUID> ids) throws SQLException {
    List<SessionMessages> messages =
        ids.stream()
            .map(id -> new SessionMessages(id, List.of(Message.fromUser("Hello"))))
            .toList();
    List<Read> reads = new ArrayList<>();
    reads.add(read("append", () -> sessions.bulk().append(messages).forEach(BulkResult::orThrow)));
    reads.add(
        read(
            "append together",
            () ->
                assertThat(
                        store.tryAppendAll(
                            ids.stream()
                                .map(
                                    id ->
                                        SampleIntents.append(
                                            new SessionKey(sessions.organizationId(), id), "Hi"))
                                .toList()))
                    .allMatch(Optional::isPresent)));
    reads.add(
        read(
            "move together",
            () ->
                assertThat(
                        store.tryTransitionAll(
                            ids.stream()
                                .map(
                                    id ->
                                        new TransitionIntent(
                                            new SessionKey(sessions.organizationId(), id),
                                            SessionStatus.PAUSED,
                                            "api",
                                            clock.instant(),
                                            null))
                                .toList()))
                    .allMatch(Optional::isPresent)));
    reads.add(
        read(
            "end alone",
            () ->
                ids.subList(0, ALONE)
                    .forEach(
                        id -> assertThat(sessions.close(id, "resolved").isWinner()).isTrue())));
    reads.add(
        read(
            "end",
            () ->
                sessions
                    .bulk()
                    .close(ids, EndRequest.reported("resolved"))
                    .forEach(BulkResult::orThrow)));
    reads.add(read("end again", () -> sessions.bulk().close(ids, EndRequest.reported("error"))));
    reads.add(read("list", () -> sessions.list(SessionFilter.all(), null, CALL)));
    reads.add(read("first attempts", () -> lifecycle.finalizer().runDue(CALL)));
    clock.advance(Duration.ofHours(1));
    reads.add(
        read(
            "second attempts",
            () -> assertThat(lifecycle.finalizer().runDue(CALL).finished()).isEqualTo(CALL)));
    return reads;
  }

  private StepOutcome failOnce(StepContext context) {
    return tried.add(context.session().id())
        ? StepOutcome.retryLater(Duration.ofMinutes(1), "busy")
        : StepOutcome.done();
  }

  private Read read(String call, Runnable work) throws SQLException {
    Map<String, Long> before = rowsRead();
    work.run();
    Map<String, Long> read = rowsRead();
    read.replaceAll((table, rows) -> rows - before.getOrDefault(table, 0L));
    read.values().removeIf(rows -> rows == 0);
    return new Read(call, read);
  }

  private Map<String, Long> rowsRead() throws SQLException {
    column("SELECT pg_stat_force_next_flush()");
    Map<String, Long> rows = new TreeMap<>();
    for (String line :
        column(
            "SELECT relname || ' ' || (seq_tup_read + COALESCE(idx_tup_fetch, 0))"
                + " FROM pg_stat_user_tables")) {
      rows.put(
          line.substring(0, line.indexOf(' ')),
          Long.valueOf(line.substring(line.indexOf(' ') + 1)));
    }
    return rows;
  }

  private List<String> column(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      List<String> values = new ArrayList<>();
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            values.add(rows.getString(1));
          }
        }
      }
      return values;
    }
  }
}
