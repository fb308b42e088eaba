package dev.sessionlifecycle;

import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.finalize.internal.Validator;

/** What one element of many came to. One that failed changed nothing, and spoils no other. */
public sealed interface BulkResult<T> {

  /** The answer that the element would have got alone. */
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

  /** The answer; throws the error where there is one. */
  default T orThrow() {
    if (this instanceof Succeeded<T> done) {
      return done.value();
    }
    throw ((Failed<T>) this).error();
  }
}
