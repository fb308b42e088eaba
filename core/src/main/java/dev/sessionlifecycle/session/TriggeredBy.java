package dev.sessionlifecycle.session;

/**
 * Usual values of {@code triggered_by}: who or what caused a change. Any other string of 1 to 64
 * code points is as good.
 */
public final class TriggeredBy {
  /** The end user. */
  public static final String USER = "user";

  /** The automated agent. */
  public static final String AGENT = "agent";

  /** An administrator. */
  public static final String ADMIN = "admin";

  /** A caller of the API; what is assumed where nothing else is said. */
  public static final String API = "api";

  /** The platform. */
  public static final String SYSTEM = "system";

  /** A sweep of this library. */
  public static final String HOUSEKEEPING = "housekeeping";

  /** The erasure of an end user. */
  public static final String ERASURE = "erasure";

  private TriggeredBy() {}
}
