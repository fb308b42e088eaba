package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.store.jdbc.internal.sql.ArrayParameters;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.PreparedSql;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the statements find of what is due, with bounds on the due times and without. */
class DueBoundsTest {
  /** Nine organizations; the odd ones have something due since {@code number * 10} seconds. */
  private static final String FILL =
      """
      INSERT INTO sl_session (organization_id, id, end_user_id, channel, channel_key, session_type,
        status, priority, created_month, created_at, started_at, updated_at, status_since,
        last_activity_at, sweep_due_at, retention_due_at)
      SELECT CAST(lpad(org::text, 32, '0') AS uuid), gen_random_uuid(), gen_random_uuid(), 'chat',
        'chat', 'live', 'closed', 'normal', 202601, now(), now(), now(), now(), now(), due, due
      FROM generate_series(1, 9) org CROSS JOIN generate_series(0, 4) i CROSS JOIN LATERAL (
        SELECT now() + CASE WHEN org % 2 = 1 THEN i - org * 10 ELSE 1000 END * interval '1 second')
        AS x(due);
      INSERT INTO sl_external_ref (organization_id, external_key, kept_until)
      SELECT organization_id, CAST(id AS text), sweep_due_at FROM sl_session;
      INSERT INTO sl_chain (organization_id, session_id, shape, state, due_at)
      SELECT organization_id, id, 'shape', '', sweep_due_at FROM sl_session""";

  private static final Map<String, String> STATEMENTS =
      Map.of(
          "organizations_due_for_sweep", "sweep_due_at",
          "organizations_due_for_disposal", "retention_due_at",
          "organizations_with_old_early_ends", "kept_until",
          "organizations_with_due_chains", "due_at");

  private static UUID organization(int number) {
    return UUID.fromString("00000000-0000-0000-0000-00000000000" + number);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PARTITIONED"})
  void bounded_looks_find_all_that_is_not_older_than_their_bounds(TableLayout layout)
      throws SQLException {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2);
        Connection connection = filled(pool, layout)) {
      SqlTemplates sql = new SqlTemplates(Dialect.of(connection), null, "sl_", true);
      Instant now = now(connection);
      for (String statement : STATEMENTS.keySet()) {
        PreparedSql all = PreparedSql.of(sql.get(statement));
        assertThat(found(connection, all, new ArrayParameters(connection)))
            .as(statement)
            .containsExactly(1, 3, 5, 7, 9);
        PreparedSql bounded = PreparedSql.of(sql.get(statement, "bounded"));
        // Of the others, 3 was due before the bound.
        assertThat(found(connection, bounded, bounds(connection, now.minusSeconds(20), Map.of())))
            .as(statement)
            .containsExactly(1);
        assertThat(
                found(
                    connection,
                    bounded,
                    bounds(
                        connection,
                        now.minusSeconds(20),
                        Map.of(
                            organization(7), now.minusSeconds(500),
                            organization(5), now.minusSeconds(55),
                            organization(2), now.minusSeconds(500),
                            organization(9), now.minusSeconds(80)))))
            .as(statement)
            .containsExactly(1, 5, 7);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "PARTITIONED"})
  void a_bounded_claim_rotates_like_one_that_reads_everything(TableLayout layout)
      throws SQLException {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2);
        Connection connection = filled(pool, layout)) {
      SqlTemplates sql = new SqlTemplates(Dialect.of(connection), null, "sl_", true);
      Instant since = now(connection).minusSeconds(1000);
      for (UUID after :
          List.of(new UUID(-1, -1), organization(4), organization(5), organization(9))) {
        for (int limit : List.of(2, 3, 7, 100)) {
          connection.setAutoCommit(false);
          List<Integer> everything =
              found(
                  connection,
                  PreparedSql.of(sql.get("claim_chains")),
                  claim(new ArrayParameters(connection), after, limit));
          connection.rollback();
          List<Integer> bounded =
              found(
                  connection,
                  PreparedSql.of(sql.get("claim_chains", "bounded")),
                  claim(bounds(connection, since, Map.of()), after, limit));
          connection.rollback();
          assertThat(bounded).as("%s, %s", after, limit).isEqualTo(everything);
          assertThat(bounded).hasSize(Math.min(limit, 10));
        }
      }
    }
  }

  private static Connection filled(HikariDataSource pool, TableLayout layout) throws SQLException {
    JdbcSessionStore.builder(pool)
        .schemaMode(SchemaMode.MIGRATE)
        .tableLayout(layout)
        .build()
        .close();
    Connection connection = pool.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(FILL);
    }
    return connection;
  }

  private static Instant now(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT now()")) {
      row.next();
      return Columns.time(row, 1);
    }
  }

  private static ArrayParameters bounds(
      Connection connection, Instant since, Map<UUID, Instant> earlier) {
    List<Map.Entry<UUID, Instant>> each = List.copyOf(earlier.entrySet());
    return new ArrayParameters(connection)
        .add("since", Columns.utc(since))
        .add("orgs", "uuid", each, Map.Entry::getKey)
        .add("sinces", "timestamptz", each, it -> Columns.utc(it.getValue()));
  }

  private static ArrayParameters claim(ArrayParameters parameters, UUID after, int limit) {
    return parameters
        .add("after", after)
        .add("last", new UUID(-1, -1))
        .add("shapes", "varchar", List.of("shape"))
        .add("share", 2)
        .add("limit", limit)
        .add("owner", UUID.randomUUID())
        .add("lease", 60_000_000L);
  }

  /** Returns the numbers of the organizations, of which a claim returns each chain. */
  private static List<Integer> found(
      Connection connection, PreparedSql statement, ArrayParameters parameters) {
    return statement
        .query(
            connection,
            StoreClock.database(),
            parameters.values(),
            row -> (int) Columns.id(row, 1).getLeastSignificantBits() & 15)
        .stream()
        .sorted()
        .toList();
  }
}
