package dev.sessionlifecycle.store.jdbc;

/** What a store does about its schema when it is built. */
public enum SchemaMode {
  /**
   * Creates what is missing and migrates an older schema. Safe when several nodes start at once; an
   * interrupted migration is resumed.
   */
  MIGRATE,
  /** Changes nothing. Fails on a schema of another version, with the SQL to run. */
  VALIDATE,
  /** Performs no check. */
  NONE
}
