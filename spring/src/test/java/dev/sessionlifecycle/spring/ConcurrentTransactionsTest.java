package dev.sessionlifecycle.spring;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Threads that commit and roll back at random, on each database. */
class ConcurrentTransactionsTest {

  @Nested
  class OnH2 extends ConcurrentTransactions {
    OnH2() {
      super(TestDatabase.H2);
    }
  }

  @Nested
  @Tag("long")
  class OnPostgresql extends ConcurrentTransactions {
    OnPostgresql() {
      super(TestDatabase.POSTGRESQL);
    }
  }
}
