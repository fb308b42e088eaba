package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The store on PostgreSQL, each write in the statement for many. */
@Tag("campaign")
class TogetherPostgresStoreTest extends StoreConformance {
  private static final StoreFixture FIXTURE = Fixtures.together(Fixtures.postgres());

  @Override
  protected StoreFixture fixture() {
    return FIXTURE;
  }

  @AfterAll
  static void close() {
    FIXTURE.store().close();
  }
}
