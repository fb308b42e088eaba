/**
 * Test support for authors of stores, steps and applications: conformance suites that every store
 * must pass, a settable clock, and fixtures.
 */
module dev.sessionlifecycle.testkit {
  requires transitive dev.sessionlifecycle.core;
  requires static transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.testkit;
  exports dev.sessionlifecycle.testkit.conformance;
  exports dev.sessionlifecycle.testkit.steps;
}
