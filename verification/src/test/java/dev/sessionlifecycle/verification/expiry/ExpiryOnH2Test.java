package dev.sessionlifecycle.verification.expiry;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class ExpiryOnH2Test extends ExpiryTests {
  @Override
  public StoreFixture newFixture() {
    return Fixtures.h2Memory();
  }
}
