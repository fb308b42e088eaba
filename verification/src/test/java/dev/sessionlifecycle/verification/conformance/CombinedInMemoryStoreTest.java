package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import org.junit.jupiter.api.AfterAll;

/** The store in memory, with its writes combined. */
class CombinedInMemoryStoreTest extends StoreConformance {
  private static final StoreFixture FIXTURE = Fixtures.combined(Fixtures.inMemory());

  @Override
  protected StoreFixture fixture() {
    return FIXTURE;
  }

  @AfterAll
  static void close() {
    FIXTURE.store().close();
  }
}
