package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import org.jspecify.annotations.Nullable;

/**
 * A score of an eval run.
 *
 * @param name what was scored: a label of 1 to 64 letters, digits, {@code _}, {@code -}, {@code .}
 *     or {@code :}, since free text would come past the scrub
 * @param passed whether it passed; null while it is undecided
 */
public record EvalScore(String name, @Nullable Boolean passed) {
  /** Checks that nothing required is missing. */
  public EvalScore {
    Validator.require("name", name);
  }
}
