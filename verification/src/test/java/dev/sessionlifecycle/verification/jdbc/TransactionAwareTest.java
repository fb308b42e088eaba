package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jta.TransactionManager;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.sql.XADataSource;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.xa.PGXADataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Data sources that know of the transaction of the caller, and XA branches. */
class TransactionAwareTest {
  private static final String REFUSAL = "joining(connection)";

  /** An id of a branch. */
  private record Branch(byte[] id) implements Xid {
    @Override
    public int getFormatId() {
      return 1;
    }

    @Override
    public byte[] getGlobalTransactionId() {
      return id;
    }

    @Override
    public byte[] getBranchQualifier() {
      return id;
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void own_work_in_a_transaction_of_spring_is_refused(TestDatabase database) {
    try (HikariDataSource pool = database.pool(2)) {
      TransactionAwareDataSourceProxy aware = new TransactionAwareDataSourceProxy(pool);
      JdbcSessionStore store =
          JdbcSessionStore.builder(aware).schemaMode(SchemaMode.MIGRATE).build();
      FinalizeChain chain =
          FinalizeChain.first(FinalizeStep.of("wait", context -> StepOutcome.done()));
      SessionLifecycle lifecycle = SessionLifecycle.builder(store).finalizeWith(chain).build();
      UUID organization = UUID.randomUUID();
      UUID id =
          lifecycle
              .organization(organization)
              .open(SessionRequest.on("voice", UUID.randomUUID()))
              .session()
              .id();
      new TransactionTemplate(new DataSourceTransactionManager(pool))
          .executeWithoutResult(
              status -> {
                refused(() -> lifecycle.organization(organization).close(id, "resolved"));
                refused(() -> lifecycle.organization(organization).get(id));
                refused(() -> lifecycle.finalizer().runDue(10));
                refused(() -> lifecycle.housekeeping().runDue(10));
                refused(() -> store.prepareMonths(1));
                refused(() -> JdbcSessionStore.of(aware).close());
                try (Connection connection = aware.getConnection()) {
                  lifecycle
                      .joining(store.joining(connection))
                      .organization(organization)
                      .close(id, "resolved");
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
                status.setRollbackOnly();
              });
      assertThat(lifecycle.organization(organization).get(id).isEnded()).isFalse();
      lifecycle.organization(organization).close(id, "resolved");
      assertThat(lifecycle.organization(organization).get(id).isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void own_work_in_a_jta_transaction_is_refused_and_joining_works(boolean isXa, @TempDir Path logs)
      throws Exception {
    arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreDir(logs.toString());
    String url = PostgresServer.shared().createDatabase().url();
    var manager = TransactionManager.transactionManager();
    var registry = new TransactionSynchronizationRegistryImple();
    try (AgroalDataSource source =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(
                    pool ->
                        pool.maxSize(4)
                            .transactionIntegration(
                                new NarayanaTransactionIntegration(manager, registry))
                            .connectionFactoryConfiguration(
                                factory ->
                                    factory
                                        .jdbcUrl(url)
                                        .connectionProviderClass(
                                            isXa ? PGXADataSource.class : null))))) {
      JdbcSessionStore store =
          JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build();
      SessionKey key = SampleIntents.key();
      store.open(SampleIntents.open(key));
      manager.begin();
      refused(() -> store.close(SampleIntents.close(key)));
      refused(() -> store.find(key));
      try (Connection connection = source.getConnection()) {
        store.joining(connection).close(SampleIntents.close(key));
        refused(() -> store.find(key));
      }
      manager.rollback();
      assertThat(store.find(key).orElseThrow().isEnded()).isFalse();
      manager.begin();
      try (Connection connection = source.getConnection()) {
        store.joining(connection).close(SampleIntents.close(key));
      }
      manager.commit();
      assertThat(store.find(key).orElseThrow().isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void an_xa_branch_is_joined_call_by_call(TestDatabase database) throws Exception {
    String url = database.url();
    XADataSource source = xa(database, url);
    try (HikariDataSource pool = new HikariDataSource(TestDatabase.config(url, 2));
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build()) {
      SessionKey kept = SampleIntents.key();
      SessionKey undone = SampleIntents.key();
      XAConnection physical = source.getXAConnection();
      XAResource resource = physical.getXAResource();
      Connection connection = physical.getConnection();
      Branch branch = new Branch(new byte[] {1});
      resource.start(branch, XAResource.TMNOFLAGS);
      SessionStore view = store.joining(connection);
      view.open(SampleIntents.open(kept));
      connection.createStatement().execute("ALTER TABLE sl_message ADD CHECK (body <> 'refused')");
      StoreException refusal =
          catchThrowableOfType(
              StoreException.class, () -> view.append(SampleIntents.append(kept, "refused")));
      assertThat(refusal.sqlState().orElse("")).startsWith("23");
      view.close(SampleIntents.close(kept));
      resource.end(branch, XAResource.TMSUCCESS);
      resource.commit(branch, true);
      assertThat(store.find(kept).orElseThrow().isEnded()).isTrue();

      Branch other = new Branch(new byte[] {2});
      resource.start(other, XAResource.TMNOFLAGS);
      store.joining(connection).open(SampleIntents.open(undone));
      resource.end(other, XAResource.TMSUCCESS);
      resource.rollback(other);
      assertThat(store.find(undone)).isEmpty();
      physical.close();
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void own_work_on_the_connection_of_an_xa_branch_is_refused(TestDatabase database)
      throws Exception {
    XAConnection physical = xa(database, database.url()).getXAConnection();
    Connection handle = physical.getConnection();
    DataSource branched = new SingleConnectionDataSource(handle, true);
    JdbcSessionStore store =
        JdbcSessionStore.builder(branched).schemaMode(SchemaMode.MIGRATE).build();
    SessionKey key = SampleIntents.key();
    store.open(SampleIntents.open(key));
    XAResource resource = physical.getXAResource();
    Branch branch = new Branch(new byte[] {3});
    resource.start(branch, XAResource.TMNOFLAGS);
    refused(() -> store.close(SampleIntents.close(key)));
    refused(() -> store.find(key));
    refused(() -> store.prepareMonths(1));
    StoreException atStart =
        catchThrowableOfType(
            StoreException.class, () -> JdbcSessionStore.builder(branched).build());
    assertThat(atStart).hasMessageContaining(REFUSAL);
    store.joining(handle).append(SampleIntents.append(key, "joined"));
    resource.end(branch, XAResource.TMSUCCESS);
    resource.rollback(branch);
    assertThat(store.find(key).orElseThrow().messageCount()).isZero();
    store.close(SampleIntents.close(key));
    assertThat(store.find(key).orElseThrow().isEnded()).isTrue();
    physical.close();
  }

  @Test
  void a_connection_without_a_transaction_is_still_refused() throws SQLException {
    try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(2);
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
        Connection connection = pool.getConnection()) {
      StoreException refusal =
          catchThrowableOfType(
              StoreException.class, () -> store.joining(connection).find(SampleIntents.key()));
      assertThat(refusal).hasMessageContaining("setAutoCommit(false)");
    }
  }

  private static XADataSource xa(TestDatabase database, String url) {
    if (database == TestDatabase.H2) {
      JdbcDataSource source = new JdbcDataSource();
      source.setURL(url);
      return source;
    }
    PGXADataSource source = new PGXADataSource();
    source.setUrl(url);
    return source;
  }

  private static void refused(Runnable call) {
    StoreException refusal = catchThrowableOfType(StoreException.class, call::run);
    assertThat(refusal).hasMessageContaining(REFUSAL);
    assertThat(refusal.isTransient()).isFalse();
  }
}
