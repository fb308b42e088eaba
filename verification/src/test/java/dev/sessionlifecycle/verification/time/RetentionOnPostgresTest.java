package dev.sessionlifecycle.verification.time;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class RetentionOnPostgresTest extends RetentionTests {
  @Override
  StoreFixture newFixture() {
    return Fixtures.postgres();
  }
}
