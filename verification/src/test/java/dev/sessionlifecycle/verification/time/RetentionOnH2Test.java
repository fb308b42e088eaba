package dev.sessionlifecycle.verification.time;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class RetentionOnH2Test extends RetentionTests {
  @Override
  StoreFixture newFixture() {
    return Fixtures.h2Memory();
  }
}
