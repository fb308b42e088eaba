package dev.sessionlifecycle.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions on two data sources of one application, each with a manager of its own. */
abstract class TwoDataSources {
  private final TestDatabase database;

  TwoDataSources(TestDatabase database) {
    this.database = database;
  }

  @Test
  void transaction_on_another_data_source_is_not_joined() {
    try (Application application = Application.on(database, 2);
        HikariDataSource other = TestDatabase.H2.pool(1)) {
      UUID id = application.open();
      transaction(other)
          .executeWithoutResult(
              status -> {
                application.count("invoice"); // binds a connection without a transaction
                application.sessions.close(id);
                assertThat(application.reported()).containsExactly(id);
                status.setRollbackOnly();
              });
      assertThat(application.isEnded(id)).isTrue();
    }
  }

  @Test
  void commit_of_an_inner_transaction_elsewhere_reports_nothing() {
    try (Application application = Application.on(database, 1);
        HikariDataSource other = TestDatabase.H2.pool(1)) {
      UUID undone = application.open();
      UUID kept = application.open();
      TransactionTemplate inner = transaction(other);
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                inner.executeWithoutResult(status -> application.endAndCharge(undone));
                assertThat(application.reported()).isEmpty();
                outer.setRollbackOnly();
              });
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                inner.executeWithoutResult(
                    status -> {
                      application.endAndCharge(kept);
                      status.setRollbackOnly();
                    });
                assertThat(application.reported()).isEmpty();
              });
      assertThat(application.isEnded(undone)).isFalse();
      assertThat(application.isEnded(kept)).isTrue();
      assertThat(application.reported()).containsExactly(kept);
    }
  }

  @Test
  void inner_transaction_on_the_stores_data_source_is_reported() {
    try (Application application = Application.on(database, 1);
        HikariDataSource other = TestDatabase.H2.pool(1)) {
      UUID id = application.open();
      transaction(other)
          .executeWithoutResult(
              outer -> {
                application
                    .transaction()
                    .executeWithoutResult(inner -> application.endAndCharge(id));
                assertThat(application.reported()).containsExactly(id);
                outer.setRollbackOnly();
              });
      assertThat(application.isEnded(id)).isTrue();
    }
  }

  @Test
  void without_a_tracker_an_event_is_missed_rather_than_invented() {
    try (Application application = Application.untracked(database, 1);
        HikariDataSource other = TestDatabase.H2.pool(1)) {
      UUID undone = application.open();
      UUID kept = application.open();
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                transaction(other).executeWithoutResult(status -> application.endAndCharge(undone));
                outer.setRollbackOnly();
              });
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                application.sessions.get(kept); // joins while the transaction is the only one
                transaction(other).executeWithoutResult(status -> application.endAndCharge(kept));
                assertThat(application.reported()).isEmpty();
              });
      assertThat(application.isEnded(undone)).isFalse();
      assertThat(application.reported()).containsExactly(kept);
    }
  }

  private static TransactionTemplate transaction(HikariDataSource other) {
    TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(other));
    new JdbcTemplate(other).execute("SELECT 1");
    return template;
  }
}
