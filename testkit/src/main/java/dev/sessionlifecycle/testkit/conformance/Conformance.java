package dev.sessionlifecycle.testkit.conformance;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** What every suite begins with: a store, its clock set to the start, and an own organization. */
public abstract class Conformance {
  SessionStore store;
  SettableClock clock;
  Scenario scene;

  /** Several stores run these tests in one build: a failure says which one failed. */
  @RegisterExtension
  final TestExecutionExceptionHandler naming =
      (context, error) -> {
        error.addSuppressed(new AssertionError("the store is " + store));
        throw error;
      };

  /** For the suites of this package. */
  Conformance() {}

  /** The store under test; asked for before each test, and may be the same each time. */
  protected abstract StoreFixture fixture();

  /** Sets the clock to {@link SettableClock#START} and takes a new organization. */
  @BeforeEach
  final void begin() {
    StoreFixture fixture = fixture();
    store = fixture.store();
    clock = fixture.clock();
    clock.set(SettableClock.START);
    scene = Scenario.in(store, clock);
  }
}
