package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

@Tag("campaign")
class PostgresPartitionedStoreTest extends StoreConformance {
  private static final StoreFixture FIXTURE = Fixtures.postgresPartitioned();

  @Override
  protected StoreFixture fixture() {
    return FIXTURE;
  }

  @AfterAll
  static void close() {
    FIXTURE.store().close();
  }
}
