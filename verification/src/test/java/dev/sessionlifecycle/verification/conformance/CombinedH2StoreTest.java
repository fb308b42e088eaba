package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The store on H2, with its writes combined. */
@Tag("campaign")
class CombinedH2StoreTest extends StoreConformance {
  private static final StoreFixture FIXTURE = Fixtures.combined(Fixtures.h2Memory());

  @Override
  protected StoreFixture fixture() {
    return FIXTURE;
  }

  @AfterAll
  static void close() {
    FIXTURE.store().close();
  }
}
