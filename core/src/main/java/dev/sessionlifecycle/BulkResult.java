package dev.sessionlifecycle;

import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.finalize.internal.Validator;

/**
 * The result of one element of a bulk call. An element that failed changed nothing and does not
 * affect the others.
 */
public sealed interface BulkResult<T> {

  /** The result that the element would have had alone. */
  record Succeeded<T>(T value) implements BulkResult<T> {
    /** Checks that nothing is missing. */
    public Succeeded {
      Validator.require("value", value);
    }
  }

  /** The error that the element would have got alone. */
  record Failed<T>(SessionLifecycleException error) implements BulkResult<T> {
    /** Checks that nothing is missing. */
    public Failed {
      Validator.require("error", error);
    }
  }

  /** Returns the result, or throws the error if there is one. */
  default T orThrow() {
    if (this instanceof Succeeded<T> done) {
      return done.value();
    }
    throw ((Failed<T>) this).error();
  }
}
