package dev.sessionlifecycle.verification.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.internal.InstalledPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The primary of a synchronous streaming pair is killed under load, the standby is promoted, and
 * the killed server comes back as a standby of the new primary.
 */
@Tag("topology")
class FailoverTest {

  /** A server without a standby of its own must not wait for one. */
  private static final Map<String, String> ALONE = Map.of("synchronous_standby_names", "");

  private static final int SOME = 100;

  private enum Address {
    BOTH_SERVERS,
    /** Leads to the second server some time after the first one is back. */
    MOVES,
    /** Always leads to the first server; the second one is in the URL behind it. */
    STAYS
  }

  /** What docs/joining.md tells hosts to set on their own pool. */
  public static final class DropReadOnly implements SQLExceptionOverride {
    @java.lang.Override
    public Override adjudicate(SQLException error) {
      return "25006".equals(error.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
  }

  @Test
  void the_own_pool_goes_on_with_the_promoted_server() throws Exception {
    failOver("own pool, both servers in the URL", FailoverTest::ownPool, Address.BOTH_SERVERS);
  }

  @Test
  void the_own_pool_follows_an_address_that_moves() throws Exception {
    failOver("own pool, one address that moves", FailoverTest::ownPool, Address.MOVES);
  }

  @Test
  void the_own_pool_leaves_an_address_that_stays_with_the_old_server() throws Exception {
    failOver("own pool, an address that stays", FailoverTest::ownPool, Address.STAYS);
  }

  @Test
  void a_pool_of_the_host_follows_an_address_that_moves() throws Exception {
    failOver("pool of the host, one address that moves", FailoverTest::hostPool, Address.MOVES);
  }

  @Test
  void a_pool_of_the_host_leaves_an_address_that_stays_with_the_old_server() throws Exception {
    failOver("pool of the host, an address that stays", FailoverTest::hostPool, Address.STAYS);
  }

  @Test
  void a_pool_of_the_host_goes_on_with_the_promoted_server() throws Exception {
    failOver("pool of the host, both servers", FailoverTest::hostPool, Address.BOTH_SERVERS);
  }

  @Test
  void a_standby_is_read_by_a_store_that_only_reads() {
    UUID organization = UUID.randomUUID();
    try (InstalledPostgres first = InstalledPostgres.start(Installed.postgres(), withoutWaiting());
        InstalledPostgres second = first.startStandby(ALONE);
        JdbcSessionStore store = ownPool(first.url())) {
      OrganizationSessions sessions =
          SessionLifecycle.builder(store).build().organization(organization);
      UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
      sessions.append(id, Message.fromUser("hello"));
      sessions.close(id, "resolved");
      PGSimpleDataSource standby = new PGSimpleDataSource();
      standby.setUrl(second.url());
      await().atMost(Duration.ofSeconds(30)).until(() -> replayed(standby, organization, id));
      OrganizationSessions here =
          SessionLifecycle.builder(JdbcSessionStore.readOnly(standby))
              .build()
              .organization(organization);
      assertThat(here.get(id)).isEqualTo(sessions.get(id));
      assertThat(here.messages(id)).isEqualTo(sessions.messages(id));
      assertThat(here.list(SessionFilter.all()).items()).hasSize(1);
      assertThatThrownBy(() -> here.close(id, "resolved")).hasMessageContaining("read-only");
    }
  }

  private static boolean replayed(PGSimpleDataSource standby, UUID organization, UUID id) {
    try {
      return SessionLifecycle.builder(JdbcSessionStore.readOnly(standby))
          .build()
          .organization(organization)
          .find(id)
          .filter(Session::isEnded)
          .isPresent();
    } catch (StoreException e) { // not even the tables are there yet
      return false;
    }
  }

  private static void failOver(String name, Function<String, JdbcSessionStore> open, Address kind)
      throws Exception {
    try (InstalledPostgres first = InstalledPostgres.start(Installed.postgres(), withoutWaiting());
        InstalledPostgres second = first.startStandby(ALONE);
        MovingAddress address = new MovingAddress(first.port())) {
      first.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
      first.execute("SELECT pg_reload_conf()");
      String one = "127.0.0.1:" + (kind == Address.BOTH_SERVERS ? first.port() : address.port());
      String hosts = kind == Address.MOVES ? one : one + ",127.0.0.1:" + second.port();
      try (JdbcSessionStore store = open.apply("jdbc:postgresql://" + hosts + "/postgres");
          Load load = new Load(store)) {
        load.proceeds(SOME);
        first.kill();
        second.promote();
        second.takeBack(first, ALONE);
        if (kind == Address.MOVES) {
          load.fails(6); // the pool finds the first server as a standby
        }
        int before = load.failures().size();
        int closed = load.closed();
        if (kind == Address.MOVES) {
          address.moveTo(second.port());
        }
        load.proceeds(SOME);
        load.stopAndCheck();
        System.out.printf(
            java.util.Locale.ROOT,
            "failover, %s: %d closed, %d calls failed until the promotion, %d after it%n",
            name,
            load.closed(),
            before,
            load.failures().size() - before);
        assertThat(load.closed()).isGreaterThan(closed);
        assertThat(load.failures()).allMatch(failure -> failure.isTransient());
      }
    }
  }

  private static Map<String, String> withoutWaiting() {
    return Map.of("wal_level", "replica", "hot_standby", "on", "synchronous_commit", "on");
  }

  private static JdbcSessionStore ownPool(String url) {
    return JdbcSessionStore.postgresBuilder(url, "postgres", "")
        .schemaMode(SchemaMode.MIGRATE)
        .build();
  }

  private static JdbcSessionStore hostPool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url + "?user=postgres&targetServerType=primary");
    config.setMaximumPoolSize(8);
    config.setExceptionOverrideClassName(DropReadOnly.class.getName());
    return JdbcSessionStore.builder(new HikariDataSource(config))
        .schemaMode(SchemaMode.MIGRATE)
        .build();
  }
}
