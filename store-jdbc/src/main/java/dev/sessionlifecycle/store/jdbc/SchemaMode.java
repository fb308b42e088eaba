package dev.sessionlifecycle.store.jdbc;

/** What a store does about its tables when it is built. */
public enum SchemaMode {
  /**
   * Creates what is missing and brings an older schema up to date. Safe when several nodes start at
   * once; a migration that was cut off is taken up again.
   */
  MIGRATE,
  /** Changes nothing; refuses to start on another version, and tells the SQL that is to be run. */
  VALIDATE,
  /** Does not look. */
  NONE
}
