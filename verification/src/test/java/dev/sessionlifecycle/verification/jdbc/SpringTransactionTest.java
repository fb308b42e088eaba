package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.JoinedSavepoint;
import dev.sessionlifecycle.JoinedSessions;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.verification.support.RecordedEvents;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A worked example: a Spring transaction ends a session and writes a row of the host. */
class SpringTransactionTest {
  private final UUID organizationId = UUID.randomUUID();
  private final RecordedEvents events = new RecordedEvents();

  /** Passes on how Spring's transaction, and each nested one, ends. */
  private static final class JoinedSynchronization implements TransactionSynchronization {
    private final JoinedSessions joined;
    private final Map<Object, JoinedSavepoint> savepoints = new HashMap<>();

    JoinedSynchronization(JoinedSessions joined) {
      this.joined = joined;
    }

    @Override
    public void savepoint(Object savepoint) {
      savepoints.put(savepoint, joined.afterSavepoint());
    }

    @Override
    public void savepointRollback(Object savepoint) {
      JoinedSavepoint set = savepoints.get(savepoint);
      if (set != null) {
        set.afterRollback();
      } else {
        joined.afterRollback(); // joined after the savepoint was set
      }
    }

    @Override
    public void afterCommit() {
      joined.afterCommit();
    }

    @Override
    public void afterCompletion(int status) {
      if (status != STATUS_COMMITTED) {
        joined.afterRollback();
      }
    }
  }

  /** The parts of a host's service, on a pool of one connection. */
  private record Host(
      HikariDataSource pool,
      TransactionAwareDataSourceProxy inTransaction,
      TransactionTemplate transactions,
      JdbcTemplate jdbc,
      JdbcSessionStore store,
      SessionLifecycle lifecycle)
      implements AutoCloseable {

    static Host on(TestDatabase database, SessionListener listener) {
      HikariDataSource pool = database.pool(1);
      JdbcSessionStore store =
          JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
      JdbcTemplate jdbc = new JdbcTemplate(pool);
      jdbc.execute("CREATE TABLE invoice (session_id uuid NOT NULL)");
      return new Host(
          pool,
          new TransactionAwareDataSourceProxy(pool),
          new TransactionTemplate(new DataSourceTransactionManager(pool)),
          jdbc,
          store,
          SessionLifecycle.builder(store).listener(listener).build());
    }

    /**
     * Runs work as part of Spring's transaction; closing the connection leaves the transaction
     * open.
     */
    void joined(UUID organizationId, Consumer<OrganizationSessions> work) {
      try (Connection connection = inTransaction.getConnection()) {
        JoinedSessions joined = lifecycle.joining(store.joining(connection));
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
          TransactionSynchronizationManager.registerSynchronization(
              new JoinedSynchronization(joined));
        }
        work.accept(joined.organization(organizationId));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    TransactionTemplate nested() {
      TransactionTemplate nested = new TransactionTemplate();
      nested.setTransactionManager(transactions.getTransactionManager());
      nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
      return nested;
    }

    int invoices() {
      Integer count = jdbc.queryForObject("SELECT COUNT(*) FROM invoice", Integer.class);
      return count == null ? 0 : count;
    }

    @Override
    public void close() {
      lifecycle.close();
      pool.close();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_session_end_and_a_row_of_the_application_commit_together(TestDatabase database) {
    try (Host host = Host.on(database, events)) {
      UUID id = opened(host);
      host.transactions()
          .executeWithoutResult(
              status -> {
                endAndCharge(host, id);
                assertThat(ended()).isEmpty();
              });
      assertThat(host.lifecycle().organization(organizationId).get(id).isEnded()).isTrue();
      assertThat(host.invoices()).isOne();
      assertThat(ended()).containsExactly(id);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void the_ends_of_a_nested_transaction_that_is_rolled_back_are_not_reported(
      TestDatabase database) {
    try (Host host = Host.on(database, events)) {
      List<UUID> ids = Stream.generate(() -> opened(host)).limit(5).toList();
      host.transactions()
          .executeWithoutResult(
              status -> {
                endAndCharge(host, ids.get(0));
                host.nested().executeWithoutResult(inner -> endAndCharge(host, ids.get(1)));
                host.nested()
                    .executeWithoutResult(
                        inner -> {
                          endAndCharge(host, ids.get(2));
                          host.nested()
                              .executeWithoutResult(most -> endAndCharge(host, ids.get(3)));
                          inner.setRollbackOnly();
                        });
                endAndCharge(host, ids.get(4));
              });
      assertThat(ended()).containsExactly(ids.get(0), ids.get(1), ids.get(4));
      assertThat(host.invoices()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_session_end_and_a_row_of_the_application_roll_back_together(TestDatabase database) {
    try (Host host = Host.on(database, events)) {
      UUID id = opened(host);
      assertThatThrownBy(
              () ->
                  host.transactions()
                      .executeWithoutResult(
                          status -> {
                            endAndCharge(host, id);
                            throw new IllegalStateException("the host changes its mind");
                          }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(host.lifecycle().organization(organizationId).get(id).isEnded()).isFalse();
      assertThat(host.invoices()).isZero();
      assertThat(ended()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void joining_outside_a_spring_transaction_is_refused(TestDatabase database) {
    try (Host host = Host.on(database, events)) {
      SessionRequest request = SessionRequest.on("api", UUID.randomUUID());
      assertThatThrownBy(() -> host.joined(organizationId, sessions -> sessions.open(request)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("autocommit");
    }
  }

  private UUID opened(Host host) {
    OrganizationSessions sessions = host.lifecycle().organization(organizationId);
    UUID id = sessions.open(SessionRequest.on("api", UUID.randomUUID())).orThrow().id();
    events.drain();
    return id;
  }

  /** Returns the sessions whose ends were reported, in order. */
  private List<UUID> ended() {
    return events.drain().stream().map(it -> it.session().id()).toList();
  }

  private void endAndCharge(Host host, UUID id) {
    host.joined(
        organizationId,
        sessions -> assertThat(sessions.close(id, "resolved").session().isEnded()).isTrue());
    host.jdbc().update("INSERT INTO invoice (session_id) VALUES (?)", id);
  }
}
