package bad;

/** Hands out null where the package promises none. */
public final class ReturnsNull {
  private ReturnsNull() {}

  /** The promise that is broken. */
  public static String text() {
    return null;
  }
}
