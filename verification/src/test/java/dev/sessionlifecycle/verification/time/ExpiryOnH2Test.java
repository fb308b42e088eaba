package dev.sessionlifecycle.verification.time;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class ExpiryOnH2Test extends ExpiryTests {
  @Override
  StoreFixture newFixture() {
    return Fixtures.h2Memory();
  }
}
