package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing.
 *
 * @param items what the page holds; unmodifiable
 * @param next the cursor of the next page, to be given with the next call; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String next) {
  /** Copies the list. */
  public Page {
    items = Validator.requireElements("items", items);
  }

  /** The same page of other items. */
  public <R> Page<R> map(Function<? super T, ? extends R> function) {
    Validator.require("function", function);
    return new Page<>(items.stream().<R>map(function).toList(), next);
  }
}
