package dev.sessionlifecycle.verification.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.internal.InstalledPostgres;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The settings of docs/joining.md for PgBouncer and pgpool work, and others are refused clearly.
 */
@Tag("topology")
class PoolersTest {
  private static final int SOME = 200;
  private static final String IGNORE = "ignore_startup_parameters = options,extra_float_digits";

  private static InstalledPostgres server;

  @BeforeAll
  static void start() {
    server = InstalledPostgres.start(Installed.postgres(), Map.of());
    server.execute("ALTER ROLE postgres SET lock_timeout = '10s'"); // what poolers do not pass on
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void pgbouncer_in_session_mode_loses_nothing() throws Exception {
    try (Pooler pooler = Pooler.pgBouncer(server.port(), "session", IGNORE)) {
      carriesLoad("PgBouncer, sessions, own pool", own(pooler.url(""), 5));
    }
  }

  @Test
  void pgbouncer_in_transaction_mode_loses_nothing_on_the_own_pool() throws Exception {
    try (Pooler pooler = Pooler.pgBouncer(server.port(), "transaction", IGNORE)) {
      carriesLoad("PgBouncer, transactions, own pool", own(pooler.url(""), 0));
    }
  }

  @Test
  void pgbouncer_in_transaction_mode_loses_nothing_on_a_pool_of_the_host() throws Exception {
    HikariConfig config = new HikariConfig();
    try (Pooler pooler = Pooler.pgBouncer(server.port(), "transaction", IGNORE)) {
      config.setJdbcUrl(pooler.url("?user=postgres&prepareThreshold=0"));
      try (HikariDataSource pool = new HikariDataSource(config)) {
        carriesLoad(
            "PgBouncer, transactions, pool of the host",
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build());
      }
    }
  }

  @Test
  void pgpool_loses_nothing() throws Exception {
    try (Pooler pooler = Pooler.pgPool(server.port())) {
      carriesLoad("pgpool, own pool", own(pooler.url(""), 5));
    }
  }

  @Test
  void a_refused_parameter_is_named_with_the_way_out() {
    try (Pooler pooler = Pooler.pgBouncer(server.port(), "transaction")) {
      assertThatThrownBy(() -> own(pooler.url(""), 5))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("ignore_startup_parameters")
          .hasMessageContaining("options");
    }
  }

  @Test
  void a_timeout_that_a_pooler_ignores_is_refused_with_the_way_out() {
    try (Pooler pooler = Pooler.pgBouncer(server.port(), "session", IGNORE)) {
      assertThatThrownBy(
              () ->
                  JdbcSessionStore.postgresBuilder(pooler.url(""), "postgres", "")
                      .lockTimeout(Duration.ofSeconds(2))
                      .build())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("ALTER ROLE")
          .hasMessageContaining("lock_timeout");
    }
  }

  private static void carriesLoad(String name, JdbcSessionStore opened) throws Exception {
    try (JdbcSessionStore store = opened;
        Load load = new Load(store)) {
      load.proceeds(SOME);
      load.stopAndCheck();
      System.out.printf(
          java.util.Locale.ROOT,
          "%s: %d closed, %d calls failed%n",
          name,
          load.closed(),
          load.failures().size());
      assertThat(load.failures()).isEmpty();
    }
  }

  private static JdbcSessionStore own(String url, int prepareThreshold) {
    return JdbcSessionStore.postgresBuilder(url, "postgres", "")
        .prepareThreshold(prepareThreshold)
        .schemaMode(SchemaMode.MIGRATE)
        .build();
  }
}
