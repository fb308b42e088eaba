package dev.sessionlifecycle.spring;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Transactions on two data sources, with the store on each database. */
class TwoDataSourcesTest {

  @Nested
  class OnH2 extends TwoDataSources {
    OnH2() {
      super(TestDatabase.H2);
    }
  }

  @Nested
  @Tag("long")
  class OnPostgresql extends TwoDataSources {
    OnPostgresql() {
      super(TestDatabase.POSTGRESQL);
    }
  }
}
