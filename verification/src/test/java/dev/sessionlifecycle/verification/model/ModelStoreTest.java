package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import org.junit.jupiter.api.BeforeEach;

/** The model itself must meet the contract to be a reference for other stores. */
class ModelStoreTest extends StoreConformance {
  private StoreFixture fixture;

  @BeforeEach
  void open() {
    SettableClock clock = SettableClock.create();
    fixture = new StoreFixture(new ModelStore(clock), clock);
  }

  @Override
  protected StoreFixture fixture() {
    return fixture;
  }
}
