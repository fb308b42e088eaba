package dev.sessionlifecycle.verification.time;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class ArchiveOnPostgresTest extends ArchiveTests {
  @Override
  StoreFixture newFixture() {
    return Fixtures.postgres();
  }
}
