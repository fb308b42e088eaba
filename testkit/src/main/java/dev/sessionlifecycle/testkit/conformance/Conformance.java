package dev.sessionlifecycle.testkit.conformance;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.Scenario;
import dev.sessionlifecycle.testkit.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives every test of a suite a store, its clock set to the start, and an organization of its own.
 */
public abstract class Conformance {
  SessionStore store;
  SettableClock clock;
  Scenario scene;

  private @Nullable StoreConformance enclosing;

  /** Finds the class that this suite is nested in, which supplies the store. */
  @RegisterExtension
  final BeforeEachCallback nesting =
      context ->
          enclosing =
              context.getRequiredTestInstances().findInstance(StoreConformance.class).orElse(null);

  /** Adds the store to a failure, since several stores run these tests in one build. */
  @RegisterExtension
  final TestExecutionExceptionHandler naming =
      (context, error) -> {
        error.addSuppressed(new AssertionError("the store is " + store));
        throw error;
      };

  /** For the suites of this package. */
  Conformance() {}

  /**
   * Returns the store under test: the one of the enclosing {@link StoreConformance}. A subclass
   * that runs one suite alone overrides it.
   */
  protected StoreFixture fixture() {
    if (enclosing == null) {
      throw new IllegalStateException(
          getClass() + " is not nested in a StoreConformance and does not override fixture()");
    }
    return enclosing.fixture();
  }

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
