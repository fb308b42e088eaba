package dev.sessionlifecycle.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NESTED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NOT_SUPPORTED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRED;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_REQUIRES_NEW;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_SUPPORTS;

import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of a call in each kind of transaction. */
abstract class TransactionMatrix {
  private final TestDatabase database;

  TransactionMatrix(TestDatabase database) {
    this.database = database;
  }

  @Test
  void call_without_a_transaction_is_committed_at_once() {
    try (Application application = Application.on(database, 1)) {
      UUID id = application.open();
      application.sessions.close(id);
      assertThat(application.isEnded(id)).isTrue();
      assertThat(application.reported()).containsExactly(id);
    }
  }

  @Test
  void end_and_row_commit_together_on_one_connection() {
    try (Application application = Application.on(database, 1)) {
      UUID id = application.open();
      application
          .transaction()
          .executeWithoutResult(
              status -> {
                application.endAndCharge(id);
                assertThat(application.sessions.get(id).isEnded()).isTrue();
                assertThat(application.reported()).isEmpty();
              });
      assertThat(application.isEnded(id)).isTrue();
      assertThat(application.count("invoice")).isOne();
      assertThat(application.reported()).containsExactly(id);
    }
  }

  @Test
  void end_and_row_roll_back_together_and_are_not_reported() {
    try (Application application = Application.on(database, 1)) {
      UUID id = application.open();
      TransactionTemplate transaction = application.transaction();
      assertThatThrownBy(
              () ->
                  transaction.executeWithoutResult(
                      status -> {
                        application.endAndCharge(id);
                        throw new IllegalStateException("changed its mind");
                      }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(application.isEnded(id)).isFalse();
      assertThat(application.count("invoice")).isZero();
      assertThat(application.count("sl_chain")).isZero();
      assertThat(application.reported()).isEmpty();
    }
  }

  @Test
  void required_takes_part_in_the_outer_transaction() {
    try (Application application = Application.on(database, 1)) {
      UUID id = application.open();
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                application
                    .transaction(PROPAGATION_REQUIRED)
                    .executeWithoutResult(inner -> application.endAndCharge(id));
                assertThat(application.reported()).isEmpty();
                outer.setRollbackOnly();
              });
      assertThat(application.isEnded(id)).isFalse();
      assertThat(application.reported()).isEmpty();
    }
  }

  @Test
  void requires_new_commits_though_the_outer_one_rolls_back() {
    try (Application application = Application.on(database, 2)) {
      UUID outerId = application.open();
      UUID innerId = application.open();
      UUID lastId = application.open();
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                application.endAndCharge(outerId);
                application
                    .transaction(PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(inner -> application.endAndCharge(innerId));
                assertThat(application.reported()).containsExactly(innerId);
                application.endAndCharge(lastId);
                outer.setRollbackOnly();
              });
      assertThat(application.isEnded(innerId)).isTrue();
      assertThat(application.isEnded(outerId)).isFalse();
      assertThat(application.isEnded(lastId)).isFalse();
      assertThat(application.count("invoice")).isOne();
      assertThat(application.reported()).containsExactly(innerId);
    }
  }

  @Test
  void requires_new_rolls_back_though_the_outer_one_commits() {
    try (Application application = Application.on(database, 2)) {
      UUID outerId = application.open();
      UUID innerId = application.open();
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                application.endAndCharge(outerId);
                application
                    .transaction(PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(
                        inner -> {
                          application.endAndCharge(innerId);
                          inner.setRollbackOnly();
                        });
              });
      assertThat(application.isEnded(outerId)).isTrue();
      assertThat(application.isEnded(innerId)).isFalse();
      assertThat(application.reported()).containsExactly(outerId);
    }
  }

  @Test
  void nested_rollback_undoes_its_ends_alone() {
    try (Application application = Application.on(database, 1)) {
      UUID first = application.open();
      UUID kept = application.open();
      UUID undone = application.open();
      UUID undoneWithin = application.open();
      UUID last = application.open();
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                nested(application, undoneWithin, true); // joined after the savepoint was set
                application.endAndCharge(first);
                nested(application, kept, false);
                nested(application, undone, true);
                application.endAndCharge(last);
              });
      assertThat(application.reported()).containsExactly(first, kept, last);
      assertThat(application.count("invoice")).isEqualTo(3);
      assertThat(application.count("sl_chain")).isEqualTo(3);
      assertThat(application.isEnded(undone)).isFalse();
      assertThat(application.isEnded(undoneWithin)).isFalse();
    }
  }

  private static void nested(Application application, UUID id, boolean rollsBack) {
    application
        .transaction(PROPAGATION_NESTED)
        .executeWithoutResult(
            inner -> {
              application.endAndCharge(id);
              if (rollsBack) {
                inner.setRollbackOnly();
              }
            });
  }

  @Test
  void not_supported_and_supports_have_a_transaction_of_each_call() {
    try (Application application = Application.on(database, 3)) {
      UUID suspended = application.open();
      UUID supported = application.open();
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                application.count("invoice");
                application
                    .transaction(PROPAGATION_NOT_SUPPORTED)
                    .executeWithoutResult(
                        none -> {
                          application.count("invoice");
                          application.sessions.close(suspended);
                          assertThat(application.reported()).containsExactly(suspended);
                        });
                outer.setRollbackOnly();
              });
      application
          .transaction(PROPAGATION_SUPPORTS)
          .executeWithoutResult(
              none -> {
                application.count("invoice"); // binds a connection without a transaction
                application.sessions.close(supported);
                assertThat(application.reported()).containsExactly(suspended, supported);
              });
      assertThat(application.isEnded(suspended)).isTrue();
      assertThat(application.isEnded(supported)).isTrue();
    }
  }

  @Test
  void read_only_transaction_reads_and_refuses_to_write() {
    try (Application application = Application.on(database, 1)) {
      UUID id = application.open();
      TransactionTemplate transaction = application.transaction();
      transaction.setReadOnly(true);
      transaction.setName("InvoiceReport.list");
      transaction.executeWithoutResult(
          status -> {
            assertThat(application.sessions.get(id).isEnded()).isFalse();
            assertThatThrownBy(() -> application.sessions.close(id))
                .isInstanceOfSatisfying(
                    StoreException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("InvoiceReport.list")
                .hasMessageContaining("readOnly = true")
                .hasMessageContaining("@Transactional");
            assertThatThrownBy(
                    () -> application.sessions.bulk().close(java.util.List.of(id), end()))
                .hasMessageContaining("@Transactional");
            assertThat(application.sessions.messages(id)).isEmpty();
          });
      assertThat(application.isEnded(id)).isFalse();
    }
  }

  private static dev.sessionlifecycle.EndRequest end() {
    return dev.sessionlifecycle.EndRequest.reported("resolved");
  }

  @Test
  void call_after_a_commit_has_a_transaction_of_its_own() {
    try (Application application = Application.on(database, 2)) {
      UUID id = application.open();
      UUID later = application.open();
      application
          .transaction()
          .executeWithoutResult(
              status -> {
                afterCommit(
                    () -> {
                      application.sessions.close(id);
                      assertThat(application.isEnded(id)).isTrue();
                    });
                TransactionSynchronizationManager.registerSynchronization(
                    new TransactionSynchronization() {
                      @Override
                      public void afterCompletion(int ended) {
                        application.sessions.close(later);
                      }
                    });
              });
      assertThat(application.reported()).containsExactly(id, later);
      assertThat(application.isEnded(later)).isTrue();
    }
  }

  private static void afterCommit(Runnable work) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            work.run();
          }
        });
  }

  @Test
  void first_call_after_a_commit_is_stored_without_a_tracker() {
    try (Application application = Application.untracked(database, 1)) {
      UUID id = application.open();
      application
          .transaction()
          .executeWithoutResult(status -> afterCommit(() -> application.sessions.close(id)));
      assertThat(application.isEnded(id)).isTrue();
      assertThat(application.reported()).isEmpty();
    }
  }

  @Test
  void other_threads_are_not_part_of_the_transaction() {
    try (Application application = Application.on(database, 2)) {
      UUID id = application.open();
      application
          .transaction()
          .executeWithoutResult(
              status -> {
                CompletableFuture.runAsync(() -> application.sessions.close(id)).join();
                status.setRollbackOnly();
              });
      assertThat(application.isEnded(id)).isTrue();
    }
  }

  @Test
  void finalizer_is_woken_by_the_commit() throws Exception {
    FinalizerOptions seldom =
        FinalizerOptions.builder().poll(Duration.ofHours(1), Duration.ofHours(1)).build();
    try (Application application = Application.on(database, 8);
        FinalizerRun run = application.lifecycle.finalizer().start(seldom)) {
      UUID id = application.open();
      application.transaction().executeWithoutResult(status -> application.endAndCharge(id));
      assertThat(application.firstStep.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(run.isPaused()).isFalse();
    }
  }

  @Test
  void read_only_copy_reads_in_the_transaction_and_is_denied_to_write() {
    try (Application application = Application.on(database, 1)) {
      var copy =
          application.organizations.readOnly().organization(application.sessions.organizationId());
      assertThat(copy.isWritable()).isFalse();
      assertThat(application.sessions.isWritable()).isTrue();
      assertThat(application.organizations.readOnly().readOnly()).isNotNull();
      application
          .transaction()
          .executeWithoutResult(
              status -> {
                UUID id =
                    application
                        .sessions
                        .open(SessionRequest.on("chat", UUID.randomUUID()))
                        .orThrow()
                        .id();
                assertThat(copy.find(id)).isPresent();
                assertThatThrownBy(() -> copy.close(id)).isInstanceOf(AccessDeniedException.class);
              });
    }
  }

  @Test
  void missing_organization_is_refused_at_once() {
    try (Application application = Application.on(database, 1)) {
      assertThatThrownBy(() -> application.organizations.organization(null))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> application.organizations.readOnly().organization(null))
          .isInstanceOf(InvalidInputException.class);
    }
  }
}
