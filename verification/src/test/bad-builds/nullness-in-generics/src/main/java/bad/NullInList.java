package bad;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands out a list that may hold null where the package promises none. */
public final class NullInList {
  private NullInList() {}

  /** The promise that is broken. */
  public static List<String> texts(List<@Nullable String> texts) {
    return texts;
  }
}
