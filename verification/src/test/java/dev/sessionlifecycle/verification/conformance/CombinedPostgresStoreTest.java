package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The store on PostgreSQL, with its writes combined. */
@Tag("campaign")
class CombinedPostgresStoreTest extends StoreConformance {
  private static final StoreFixture FIXTURE = Fixtures.combined(Fixtures.postgres());

  @Override
  protected StoreFixture fixture() {
    return FIXTURE;
  }

  @AfterAll
  static void close() {
    FIXTURE.store().close();
  }
}
