package dev.sessionlifecycle.verification.conformance;

import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.conformance.StoreConformance;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;

class InMemoryStoreTest extends StoreConformance {
  private static final SettableClock CLOCK = SettableClock.create();
  private static final StoreFixture FIXTURE =
      new StoreFixture(InMemorySessionStore.create(CLOCK), CLOCK);

  @Override
  protected StoreFixture fixture() {
    return FIXTURE;
  }
}
