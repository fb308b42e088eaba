/**
 * Test support for authors of stores, steps and applications: a lifecycle in which time passes as a
 * test says, conformance suites that every store must pass, and fixtures.
 */
module dev.sessionlifecycle.testkit {
  requires transitive dev.sessionlifecycle.core;
  requires transitive java.sql;
  requires dev.sessionlifecycle.store.memory;
  requires static transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;
  // For tests on a database. A host on the module path adds the ones that it has.
  requires static com.h2database;
  requires static dev.sessionlifecycle.store.jdbc;

  exports dev.sessionlifecycle.testkit;
  exports dev.sessionlifecycle.testkit.conformance;
  exports dev.sessionlifecycle.testkit.host;
  exports dev.sessionlifecycle.testkit.steps;

  uses dev.sessionlifecycle.testkit.host.TestDatabaseProvider;
}
