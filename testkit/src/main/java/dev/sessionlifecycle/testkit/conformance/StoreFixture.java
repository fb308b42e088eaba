package dev.sessionlifecycle.testkit.conformance;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.SettableClock;

/**
 * A store under test, and the clock by which it judges.
 *
 * <p>One fixture may serve every test of a class: each test keeps to organizations and chain shapes
 * of its own, see {@link dev.sessionlifecycle.testkit.Scenario}. Tests that use one fixture must
 * not run at the same time, since they set the clock.
 *
 * @param store the store; its {@link dev.sessionlifecycle.spi.StoreClock} is the clock
 * @param clock the clock; tests set it forwards and backwards
 */
public record StoreFixture(SessionStore store, SettableClock clock) {}
