package dev.sessionlifecycle.verification.retention;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class RetentionOnH2Test extends RetentionTests {
  @Override
  public StoreFixture newFixture() {
    return Fixtures.h2Memory();
  }
}
