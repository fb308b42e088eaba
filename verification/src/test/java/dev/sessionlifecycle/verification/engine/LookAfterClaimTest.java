package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ClaimRequest;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.internal.chain.ChainWriter;
import dev.sessionlifecycle.store.jdbc.internal.postgres.PostgresChainWriter;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.OwnTransactions;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A slow claim looks at what else is due; its leases are returned however that look ends. */
class LookAfterClaimTest {
  private static final long SLOW_NANOS = Duration.ofMillis(100).toNanos();

  private final SettableClock clock = SettableClock.create();
  private final HikariDataSource pool = new HikariDataSource();
  private final AtomicLong nanos = new AtomicLong();
  private RollbackDataSource source;
  private SessionStore store;
  private Scenario scene;
  private ChainWriter writer;
  private Transactions transactions;

  @BeforeEach
  void open() throws SQLException {
    pool.setJdbcUrl(PostgresServer.shared().createDatabase().url());
    source = new RollbackDataSource(pool);
    store = JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
    scene = Scenario.in(store, clock);
    Dialect dialect;
    try (Connection connection = pool.getConnection()) {
      dialect = Dialect.of(connection);
    }
    SqlTemplates sql = new SqlTemplates(dialect, null, "sl_", true);
    // Each reading of the time is later, so that every claim is slow.
    writer = new PostgresChainWriter(sql, () -> nanos.addAndGet(SLOW_NANOS));
    StoreClock database = StoreClock.database();
    transactions =
        new OwnTransactions(
            source.dataSource(),
            database,
            Jdbi.create(() -> OwnTransactions.borrow(source.dataSource())),
            handle -> new Transaction(handle, database, dialect),
            false);
  }

  @AfterEach
  void close() {
    store.close();
    pool.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3}) // the time of the database, what is due
  void a_claim_returns_its_leases_where_the_look_after_it_fails(int statement) {
    claimed();
    SessionKey second = end();
    source.undo(statement, "57014");
    assertThat(claimed()).containsExactly(second);
    assertThat(source.states()).containsExactly("57014");
  }

  @Test
  void a_look_that_failed_is_not_repeated_at_once() {
    claimed();
    source.undo(3, "57014");
    claimed();
    SessionKey third = end();
    source.undo(2, "57014");
    assertThat(claimed()).containsExactly(third);
    assertThat(source.states()).isEmpty();
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    source.undo(2, "57014");
    claimed();
    assertThat(source.states()).containsExactly("57014");
  }

  @Test
  void a_claim_is_not_repeated_for_the_look_after_it() {
    claimed();
    SessionKey second = end();
    source.undo(3, "57P01");
    assertThat(claimed()).containsExactly(second);
    assertThat(source.states()).containsExactly("57P01");
  }

  private SessionKey end() {
    Session session = scene.open();
    store.close(scene.closing(session).build());
    return Scenario.key(session);
  }

  private List<SessionKey> claimed() {
    ClaimRequest request =
        new ClaimRequest(
            UUID.randomUUID(),
            Duration.ofHours(1),
            10,
            10,
            Set.of(scene.definition().digest()),
            null);
    List<SessionKey> claimed = new ArrayList<>();
    for (ChainWriter.Claimed each : writer.claim(transactions, request)) {
      LeaseRef ref = each.ref();
      claimed.add(ref.session());
    }
    return claimed;
  }
}
