package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import java.util.function.Supplier;

/** The stores that a parameterized test runs on where it sets the clock. */
public enum FixtureKind {
  MEMORY(Fixtures::inMemory),
  H2(Fixtures::h2Memory),
  POSTGRESQL(Fixtures::postgres);

  private final Supplier<StoreFixture> supplier;

  FixtureKind(Supplier<StoreFixture> supplier) {
    this.supplier = supplier;
  }

  /** Opens a new, empty store whose clock stands still. */
  public StoreFixture open() {
    return supplier.get();
  }
}
