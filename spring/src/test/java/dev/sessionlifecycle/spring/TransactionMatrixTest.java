package dev.sessionlifecycle.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.errors.StoreException;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a call in each kind of transaction, on each database. */
class TransactionMatrixTest {

  @Nested
  class OnH2 extends TransactionMatrix {
    OnH2() {
      super(TestDatabase.H2);
    }
  }

  @Nested
  @Tag("long")
  class OnPostgresql extends TransactionMatrix {
    OnPostgresql() {
      super(TestDatabase.POSTGRESQL);
    }

    @Test
    void race_lost_at_serializable_is_a_transient_error() {
      try (Application application = Application.on(TestDatabase.POSTGRESQL, 2)) {
        UUID id = application.open();
        TransactionTemplate transaction = application.transaction();
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_SERIALIZABLE);
        transaction.executeWithoutResult(
            status -> {
              application.count("invoice"); // takes the snapshot
              application.lifecycle.organization(application.sessions.organizationId()).close(id);
              assertThatThrownBy(() -> application.sessions.touch(id))
                  .isInstanceOfSatisfying(
                      StoreException.class, e -> assertThat(e.isTransient()).isTrue());
              status.setRollbackOnly();
            });
      }
    }
  }
}
