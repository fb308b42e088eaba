package dev.sessionlifecycle.store.jdbc;

/** How a store treats its schema when it is built. */
public enum SchemaMode {
  /**
   * Creates a missing schema and migrates an older one. Safe when several nodes start at once; an
   * interrupted migration is resumed. Fails and changes nothing if something else has the name of a
   * table or an index, or if a schema of this version is no longer complete.
   */
  MIGRATE,
  /**
   * Changes nothing. Fails if the tables, their columns and indexes are not those that the library
   * needs; the error lists the differences, each with the SQL that mends it. A complete schema of
   * the previous version is accepted, with a warning that contains the SQL of the upgrade; see
   * {@link dev.sessionlifecycle.errors.SchemaOutdatedException} for what does not work then.
   */
  VALIDATE,
  /** Performs no check; reads the recorded version of the schema. */
  NONE
}
