package dev.sessionlifecycle.verification.time;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;

class ArchiveOnH2Test extends ArchiveTests {
  @Override
  StoreFixture newFixture() {
    return Fixtures.h2Memory();
  }
}
