package dev.sessionlifecycle.verification.time;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class ArchiveOnMemoryTest extends ArchiveTests {
  @Override
  StoreFixture newFixture() {
    return Fixtures.inMemory();
  }
}
