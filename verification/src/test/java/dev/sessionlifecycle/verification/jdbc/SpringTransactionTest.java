package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A worked example: a Spring transaction ends a session and writes a row of the host. */
class SpringTransactionTest {
  private final UUID organizationId = UUID.randomUUID();

  /** The parts of a host's service, on a pool of one connection. */
  private record Host(
      HikariDataSource pool,
      TransactionAwareDataSourceProxy inTransaction,
      TransactionTemplate transactions,
      JdbcTemplate jdbc,
      JdbcSessionStore store,
      SessionLifecycle lifecycle)
      implements AutoCloseable {

    static Host on(TestDatabase database) {
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
          SessionLifecycle.builder(store).build());
    }

    /**
     * Runs work as part of Spring's transaction; closing the connection leaves the transaction
     * open.
     */
    void joined(UUID organizationId, Consumer<OrganizationSessions> work) {
      try (Connection connection = inTransaction.getConnection()) {
        work.accept(lifecycle.joining(store.joining(connection)).organization(organizationId));
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
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
    try (Host host = Host.on(database)) {
      UUID id = opened(host);
      boolean[] woken = new boolean[1];
      host.transactions()
          .executeWithoutResult(
              status -> {
                endAndCharge(host, id);
                TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                      @Override
                      public void afterCommit() {
                        host.lifecycle().finalizer().wake();
                        woken[0] = true;
                      }
                    });
              });
      assertThat(host.lifecycle().organization(organizationId).get(id).isEnded()).isTrue();
      assertThat(host.invoices()).isOne();
      assertThat(woken[0]).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void a_session_end_and_a_row_of_the_application_roll_back_together(TestDatabase database) {
    try (Host host = Host.on(database)) {
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
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void joining_outside_a_spring_transaction_is_refused(TestDatabase database) {
    try (Host host = Host.on(database)) {
      SessionRequest request = SessionRequest.on("api", UUID.randomUUID());
      assertThatThrownBy(() -> host.joined(organizationId, sessions -> sessions.open(request)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("autocommit");
    }
  }

  private UUID opened(Host host) {
    OrganizationSessions sessions = host.lifecycle().organization(organizationId);
    return sessions.open(SessionRequest.on("api", UUID.randomUUID())).orThrow().id();
  }

  private void endAndCharge(Host host, UUID id) {
    host.joined(
        organizationId,
        sessions -> assertThat(sessions.close(id, "resolved").session().isEnded()).isTrue());
    host.jdbc().update("INSERT INTO invoice (session_id) VALUES (?)", id);
  }
}
