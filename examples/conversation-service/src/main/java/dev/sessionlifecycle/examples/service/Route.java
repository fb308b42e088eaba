package dev.sessionlifecycle.examples.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A path and its endpoint.
 *
 * @param method the HTTP method
 * @param pattern the path; {@code *} matches any segment
 * @param access who may call it
 * @param errors the error format
 * @param endpoint the handler
 */
record Route(
    String method,
    String pattern,
    Access access,
    ErrorShape errors,
    Function<Call, Reply> endpoint) {

  /** The access that a route requires. */
  enum Access {
    /** No key. */
    OPEN,
    /** Any key. */
    READ,
    /** A key with write access. */
    WRITE
  }

  /** Returns the segments matched by {@code *}, or null if the path does not match. */
  @Nullable List<String> match(String path) {
    String[] wanted = pattern.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return null;
    }
    List<String> open = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals("*")) {
        open.add(given[i]);
      } else if (!wanted[i].equals(given[i])) {
        return null;
      }
    }
    return open;
  }
}
