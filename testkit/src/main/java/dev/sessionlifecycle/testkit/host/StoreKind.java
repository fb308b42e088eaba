package dev.sessionlifecycle.testkit.host;

/** The stores that the testkit has for the tests of an application. */
public enum StoreKind {
  /** In memory, a new one for each test. Needs nothing else. */
  MEMORY,
  /**
   * H2 in memory, a database for each test class. Needs {@code session-lifecycle-store-jdbc} and
   * the jar of H2.
   */
  H2,
  /**
   * PostgreSQL, one server for all tests of the JVM and a database for each test class. Needs
   * {@code session-lifecycle-testkit-postgres}.
   */
  POSTGRES
}
