package dev.sessionlifecycle.errors;

/**
 * Thrown if a call needs a newer version of the database's schema than the one that was there when
 * the store was built. Nothing was changed. Migrate the schema and restart. An HTTP API should map
 * it to 501.
 */
public final class SchemaOutdatedException extends SessionLifecycleException {
  private static final long serialVersionUID = 1L;

  private final int foundVersion;
  private final int neededVersion;

  /**
   * Creates the exception.
   *
   * @param feature what needs the newer version, in the words of the API
   */
  public SchemaOutdatedException(String feature, int foundVersion, int neededVersion) {
    super(
        "schema_outdated",
        feature
            + " needs version "
            + neededVersion
            + " of the schema, and the database had version "
            + foundVersion
            + " when this store was built. Migrate it, then restart",
        null);
    this.foundVersion = foundVersion;
    this.neededVersion = neededVersion;
  }

  /** Returns the version that the schema had when the store was built. */
  public int foundVersion() {
    return foundVersion;
  }

  /** Returns the oldest version of the schema with which the call works. */
  public int neededVersion() {
    return neededVersion;
  }
}
