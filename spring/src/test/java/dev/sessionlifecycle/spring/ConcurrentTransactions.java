package dev.sessionlifecycle.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.transaction.TransactionDefinition.PROPAGATION_NESTED;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionStatus;

/** Threads that commit and roll back at random, whole transactions and nested ones. */
abstract class ConcurrentTransactions {
  private static final int THREADS = 16;
  private static final int TRANSACTIONS = 12;

  private final TestDatabase database;

  ConcurrentTransactions(TestDatabase database) {
    this.database = database;
  }

  @Test
  void there_are_as_many_chains_as_committed_ends() throws Exception {
    Set<UUID> committed = ConcurrentHashMap.newKeySet();
    try (Application application = Application.on(database, THREADS)) {
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      try {
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          Random random = new Random(thread);
          all.add(threads.submit(() -> work(application, random, committed)));
        }
        for (Future<?> each : all) {
          each.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(committed).isNotEmpty().hasSizeLessThan(THREADS * TRANSACTIONS * 2);
      assertThat(application.count("sl_chain")).isEqualTo(committed.size());
      assertThat(application.count("invoice")).isEqualTo(committed.size());
      assertThat(application.count("sl_session WHERE status = 'closed'"))
          .isEqualTo(committed.size());
      assertThat(application.reported()).containsExactlyInAnyOrderElementsOf(committed);
    }
  }

  private static void work(Application application, Random random, Set<UUID> committed) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      List<UUID> ended = new ArrayList<>();
      UUID known = application.open();
      boolean rollsBack = random.nextInt(3) == 0;
      application
          .transaction()
          .executeWithoutResult(
              outer -> {
                endAndCharge(application, known, ended);
                nested(application, random, ended);
                rollBackIf(rollsBack, outer);
              });
      if (!rollsBack) {
        committed.addAll(ended);
      }
    }
  }

  private static void nested(Application application, Random random, List<UUID> ended) {
    boolean rollsBack = random.nextInt(3) == 0;
    List<UUID> within = new ArrayList<>();
    application
        .transaction(PROPAGATION_NESTED)
        .executeWithoutResult(
            inner -> {
              endAndCharge(application, application.open(), within);
              rollBackIf(rollsBack, inner);
            });
    if (!rollsBack) {
      ended.addAll(within);
    }
  }

  private static void endAndCharge(Application application, UUID id, List<UUID> ended) {
    application.endAndCharge(id);
    ended.add(id);
  }

  private static void rollBackIf(boolean condition, TransactionStatus status) {
    if (condition) {
      status.setRollbackOnly();
    }
  }
}
