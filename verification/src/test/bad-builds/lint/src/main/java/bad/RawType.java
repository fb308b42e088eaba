package bad;

import java.util.List;

/** Uses a raw type: a warning, and so an error. */
public final class RawType {
  private RawType() {}

  /** The warning. */
  public static int size(List list) {
    return list.size();
  }
}
