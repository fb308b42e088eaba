package dev.sessionlifecycle.store.jdbc;

/** How a store treats its schema when it is built. */
public enum SchemaMode {
  /**
   * Creates what is missing and migrates an older schema. Safe when several nodes start at once; an
   * interrupted migration is resumed.
   */
  MIGRATE,
  /**
   * Changes nothing. Fails if the schema has another version; the error contains the SQL to run.
   */
  VALIDATE,
  /** Performs no check. */
  NONE
}
