package dev.sessionlifecycle.verification.mutation;

import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import org.junit.jupiter.api.BeforeEach;

class MemoryStoreTest extends StoreConformance {
  private StoreFixture fixture;

  @BeforeEach
  void open() {
    SettableClock clock = SettableClock.create();
    fixture = new StoreFixture(InMemorySessionStore.create(clock), clock);
  }

  @Override
  protected StoreFixture fixture() {
    return fixture;
  }
}
