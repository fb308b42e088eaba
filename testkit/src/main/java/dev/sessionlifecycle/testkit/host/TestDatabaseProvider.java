package dev.sessionlifecycle.testkit.host;

/**
 * Creates databases for tests. Found with {@link java.util.ServiceLoader}, so that who tests on the
 * memory store alone needs no driver.
 */
public interface TestDatabaseProvider {

  /** Returns the kind of its databases. */
  StoreKind kind();

  /** Creates an empty database. Thread-safe. */
  TestDatabase create();
}
