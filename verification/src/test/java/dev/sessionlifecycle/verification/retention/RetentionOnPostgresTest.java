package dev.sessionlifecycle.verification.retention;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class RetentionOnPostgresTest extends RetentionTests {
  @Override
  public StoreFixture newFixture() {
    return Fixtures.postgres();
  }
}
