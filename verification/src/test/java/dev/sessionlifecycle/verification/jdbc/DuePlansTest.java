package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import dev.sessionlifecycle.verification.postgres.ManySessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Taking some of the due rows costs in proportion to what is taken and not to what is due, whatever
 * statistics PostgreSQL has and however it plans.
 */
@Tag("long")
class DuePlansTest {
  private static final int SESSIONS = 40_000;
  private static final int ORGANIZATIONS = 11;
  private static final int LIMIT = 100;
  private static final int SHARE = 25;

  /**
   * What a row may cost: an index scan to it and to its related rows, and updates of five indexes.
   */
  private static final long BUFFERS = LIMIT * 40L;

  @ParameterizedTest
  @CsvSource({
    "force_custom_plan, true",
    "force_custom_plan, false",
    "force_generic_plan, true",
    "force_generic_plan, false"
  })
  void a_due_query_costs_only_the_rows_that_it_returns(String plans, boolean analyzed)
      throws SQLException {
    String url = PostgresServer.shared().createDatabase().url();
    RecordedStatements heard = new RecordedStatements();
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 2));
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      load(pool, statement, analyzed);
      statement.execute("SET plan_cache_mode = " + plans);
      // The loaded tables are unlogged, which a check refuses.
      try (var store =
          JdbcSessionStore.builder(heard.on(pool)).schemaMode(SchemaMode.NONE).build()) {
        DueQuery request = new DueQuery(LIMIT, SHARE, null);
        heard.take();
        assertThat(store.sweeps().due(request).candidates()).hasSize(LIMIT);
        assertCheap(connection, heard);
        assertThat(store.disposals().due(request).sessions()).hasSize(LIMIT);
        assertCheap(connection, heard);
        assertThat(store.chains().claim(claim())).hasSize(LIMIT);
        assertCheap(connection, heard);
      }
    }
  }

  /** With a bound on the time alone, a server before 18 reads all the ends that are kept. */
  @Test
  void early_ends_are_searched_organization_by_organization() throws SQLException {
    RecordedStatements heard = new RecordedStatements();
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2);
        Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        var store =
            JdbcSessionStore.builder(heard.on(pool)).schemaMode(SchemaMode.MIGRATE).build()) {
      statement.execute(
          """
          INSERT INTO sl_external_ref (organization_id, external_key, kept_until)
          SELECT CAST(lpad(to_hex(g % 7), 32, '0') AS uuid), 'key' || g,
            now() + CASE WHEN g < 5 THEN -1 ELSE 1 END * interval '1 hour'
          FROM generate_series(1, 4000) AS x(g)\
          """);
      statement.execute("ANALYZE sl_external_ref");
      assertThat(store.sweeps().forgetEarlyEnds(3, true)).isEqualTo(3);
      heard.take();
      assertThat(store.sweeps().forgetEarlyEnds(3, false)).isEqualTo(3);
      List<RecordedStatements.RecordedStatement> deletes =
          heard.take().stream().filter(it -> it.sql().startsWith("DELETE")).toList();
      assertThat(deletes).hasSize(3);
      for (RecordedStatements.RecordedStatement delete : deletes) {
        assertThat(GenericPlan.of(connection, delete).text())
            .containsPattern("Index Cond: \\(\\(organization_id = '[^\n]*kept_until <=");
      }
      assertThat(store.sweeps().forgetEarlyEnds(3, false)).isEqualTo(1);
    }
  }

  /**
   * Makes a large part of all that is due; if not analyzed afterwards, the statistics do not show
   * it.
   */
  private static void load(HikariDataSource pool, Statement statement, boolean analyzed)
      throws SQLException {
    ManySessions.load(pool, SESSIONS, ORGANIZATIONS);
    String soon = "now() - interval '1 second' * random()";
    if (!analyzed) {
      statement.execute("UPDATE sl_session SET sweep_due_at = NULL, retention_due_at = NULL");
      statement.execute("UPDATE sl_chain SET due_at = NULL");
      statement.execute("VACUUM ANALYZE sl_session, sl_chain");
    }
    statement.execute("UPDATE sl_chain SET finished_at = NULL, due_at = " + soon);
    statement.execute(
        "UPDATE sl_session SET retention_due_at = CASE WHEN ended_at IS NOT NULL"
            + " AND status = 'closed' THEN "
            + soon
            + " END");
    statement.execute(
        "UPDATE sl_session SET status = 'active', ended_at = NULL, retention_due_at = NULL,"
            + " sweep_due_at = "
            + soon
            + " WHERE extract(minute FROM created_at) < 20");
    statement.execute(
        "UPDATE sl_chain SET due_at = NULL WHERE NOT EXISTS (SELECT FROM sl_session s"
            + " WHERE s.organization_id = sl_chain.organization_id AND s.id = session_id"
            + " AND status = 'closed')");
    if (analyzed) {
      statement.execute("VACUUM ANALYZE sl_session, sl_chain");
    }
  }

  private static void assertCheap(Connection connection, RecordedStatements heard)
      throws SQLException {
    long all = 0;
    StringBuilder text = new StringBuilder();
    for (RecordedStatements.RecordedStatement one : heard.take()) {
      GenericPlan plan = GenericPlan.of(connection, one);
      all += plan.buffers();
      text.append(plan.text()).append('\n');
    }
    assertThat(all).as(text.toString()).isLessThan(BUFFERS);
  }

  private static ClaimRequest claim() {
    return new ClaimRequest(
        UUID.randomUUID(), Duration.ofMinutes(1), LIMIT, SHARE, Set.of(ManySessions.SHAPE), null);
  }
}
