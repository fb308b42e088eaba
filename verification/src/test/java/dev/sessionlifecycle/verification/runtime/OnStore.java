package dev.sessionlifecycle.verification.runtime;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import java.util.function.Supplier;

/** The stores that these tests run on where they set the clock. */
enum OnStore {
  MEMORY(Fixtures::inMemory),
  H2(Fixtures::h2Memory),
  POSTGRESQL(Fixtures::postgres);

  private final Supplier<StoreFixture> fixture;

  OnStore(Supplier<StoreFixture> fixture) {
    this.fixture = fixture;
  }

  /** A new store by a clock that stands still. */
  StoreFixture fixture() {
    return fixture.get();
  }
}
