package bad;

/** Compares a value with itself. */
public final class ComparesWithItself {
  private ComparesWithItself() {}

  /** The mistake. */
  public static boolean same(String text) {
    return text.equals(text);
  }
}
