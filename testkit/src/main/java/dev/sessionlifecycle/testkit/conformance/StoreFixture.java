package dev.sessionlifecycle.testkit.conformance;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.testkit.SettableClock;

/**
 * A store under test and its clock.
 *
 * <p>One fixture may serve all tests of a class: each test uses its own organizations and chain
 * definitions, see {@link dev.sessionlifecycle.testkit.Scenario}. Tests that share a fixture must
 * not run concurrently, because they set its clock.
 *
 * @param store the store; its {@link dev.sessionlifecycle.spi.StoreClock} is the clock
 * @param clock the clock; tests set it forwards and backwards
 */
public record StoreFixture(SessionStore store, SettableClock clock) {}
