package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStoreBuilder;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Distributed tables: how they are created, checked and looked over, with functions in the place of
 * those of Citus that note what they are asked for.
 */
@Tag("long")
class DistributedLayoutTest {
  private static final String[] FUNCTIONS = {
    "CREATE SEQUENCE place",
    "CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, colocationid integer)",
    """
    CREATE FUNCTION create_distributed_table(t regclass, c text, colocate_with text DEFAULT '')
    RETURNS void LANGUAGE sql AS $$
      INSERT INTO pg_dist_partition VALUES (t, CASE WHEN colocate_with = '' THEN nextval('place')
        ELSE (SELECT colocationid FROM pg_dist_partition WHERE logicalrelid = colocate_with::regclass)
        END) $$
    """,
    """
    CREATE FUNCTION create_reference_table(t regclass) RETURNS void LANGUAGE sql AS $$
      INSERT INTO pg_dist_partition VALUES (t, 0) $$
    """
  };

  @Test
  void a_database_without_citus_is_refused_and_nothing_is_created() {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2)) {
      assertThat(refusal(distributed(pool).schemaMode(SchemaMode.MIGRATE)))
          .contains("CREATE EXTENSION citus", "TableLayout.PLAIN");
      assertThat(strings(pool, "SELECT relname FROM pg_class WHERE relname LIKE 'sl\\_%'"))
          .isEmpty();
    }
  }

  @Test
  void h2_is_refused() {
    try (HikariDataSource pool = TestDatabase.H2.pool(1)) {
      assertThatThrownBy(distributed(pool)::build).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void a_migration_distributes_every_table_once() throws SQLException {
    try (HikariDataSource pool = withFunctions()) {
      distributed(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      List<String> first = placed(pool);
      assertThat(first)
          .contains("sl_session 1", "sl_chain 1", "sl_message 1", "sl_chain_shape 0")
          .contains("sl_current_chain 0", "sl_lifecycle_schema 0")
          .hasSize(tables(pool).size());
      distributed(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      assertThat(placed(pool)).isEqualTo(first);
      distributed(pool).build().close();
    }
  }

  @Test
  void an_interrupted_migration_is_taken_up() throws SQLException {
    try (HikariDataSource pool = withFunctions()) {
      distributed(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      execute(pool, "DELETE FROM pg_dist_partition WHERE logicalrelid = 'sl_hold'::regclass");
      assertThat(refusal(distributed(pool)))
          .contains("create_distributed_table('\"sl_hold\"', 'organization_id'")
          .doesNotContain("sl_chain");
      distributed(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      distributed(pool).build().close();
    }
  }

  @Test
  void tables_that_are_placed_apart_are_refused() throws SQLException {
    try (HikariDataSource pool = withFunctions()) {
      distributed(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      execute(
          pool,
          "UPDATE pg_dist_partition SET colocationid = 7 WHERE logicalrelid = 'sl_chain'::regclass");
      assertThat(refusal(distributed(pool))).contains("in 2 ways", "colocate_with");
    }
  }

  @Test
  void the_script_for_an_administrator_creates_a_working_layout() throws SQLException {
    try (HikariDataSource pool = withFunctions()) {
      for (String statement : distributed(pool).schemaSql().split(";\n", 0)) {
        execute(pool, statement);
      }
      try (JdbcSessionStore store = distributed(pool).build()) {
        store.open(SampleIntents.open(SampleIntents.key()));
      }
    }
  }

  @Test
  void known_organizations_are_worked_on_while_no_look_succeeds() throws SQLException {
    AtomicInteger looks = new AtomicInteger();
    try (HikariDataSource pool = withFunctions()) {
      distributed(pool).schemaMode(SchemaMode.MIGRATE).build().close();
      try (JdbcSessionStore store = distributed(failingLooks(pool, looks)).build()) {
        SessionKey key = SampleIntents.key();
        store.chains().register(SampleIntents.SHAPE);
        store.open(SampleIntents.open(key));
        store.close(SampleIntents.close(key));
        List<ChainLease> claimed = store.chains().claim(anything());
        assertThat(claimed).extracting(it -> it.ref().session()).containsExactly(key);
        assertThat(looks).hasValue(1);
        assertThat(store.chains().claim(anything())).isEmpty();
        assertThat(looks).as("within a second there is one look").hasValue(1);
      }
    }
  }

  private static ClaimRequest anything() {
    return new ClaimRequest(
        UUID.randomUUID(),
        Duration.ofSeconds(30),
        10,
        10,
        Set.of(SampleIntents.SHAPE.digest()),
        null);
  }

  /** Returns a data source on which a look across organizations fails like a lost server. */
  private static DataSource failingLooks(DataSource pool, AtomicInteger looks) {
    return proxy(
        DataSource.class,
        pool,
        result ->
            result instanceof Connection connection
                ? proxy(Connection.class, connection, it -> it, looks)
                : result,
        looks);
  }

  private interface Wrapping {
    Object wrap(Object result);
  }

  private static <T> T proxy(Class<T> type, T target, Wrapping wrapping, AtomicInteger looks) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")
                  && String.valueOf(arguments[0]).startsWith("SELECT DISTINCT c.organization_id")) {
                looks.incrementAndGet();
                throw new SQLException("the connection to a worker was lost", "08006");
              }
              try {
                Object result = method.invoke(target, arguments);
                return result == null ? null : wrapping.wrap(result);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static JdbcSessionStoreBuilder distributed(DataSource pool) {
    return JdbcSessionStore.builder(pool).tableLayout(TableLayout.DISTRIBUTED);
  }

  private static HikariDataSource withFunctions() throws SQLException {
    HikariDataSource pool = TestDatabase.POSTGRESQL.pool(3);
    for (String function : FUNCTIONS) {
      execute(pool, function);
    }
    return pool;
  }

  private static String refusal(JdbcSessionStoreBuilder builder) {
    try (JdbcSessionStore store = builder.build()) {
      throw new AssertionError("was not refused: " + store);
    } catch (StoreException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static List<String> placed(HikariDataSource pool) {
    return strings(
        pool,
        "SELECT replace(logicalrelid::text, '\"', '') || ' ' || colocationid FROM pg_dist_partition"
            + " ORDER BY 1");
  }

  private static List<String> tables(HikariDataSource pool) {
    return strings(
        pool, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'sl\\_%'");
  }

  private static List<String> strings(HikariDataSource pool, String sql) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
