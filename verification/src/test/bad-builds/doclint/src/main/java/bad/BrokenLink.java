package bad;

/** Points at {@link Nowhere}. */
public final class BrokenLink {
  private BrokenLink() {}
}
