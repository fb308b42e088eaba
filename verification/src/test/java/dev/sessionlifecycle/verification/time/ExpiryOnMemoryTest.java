package dev.sessionlifecycle.verification.time;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class ExpiryOnMemoryTest extends ExpiryTests {
  @Override
  StoreFixture newFixture() {
    return Fixtures.inMemory();
  }
}
