package dev.sessionlifecycle.examples.service;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A path, and what it does.
 *
 * @param method the HTTP method
 * @param pattern the path; {@code *} leaves a segment open
 * @param access who may call it
 * @param errors how errors are told
 * @param endpoint what it does
 */
record Route(
    String method,
    String pattern,
    Access access,
    ErrorShape errors,
    Function<Call, Reply> endpoint) {

  /** Who may call a route. */
  enum Access {
    /** Everybody, without a key. */
    OPEN,
    /** Whoever has a key. */
    READ,
    /** Whoever has a key that may write. */
    WRITE
  }

  /** The open segments where the path fits the pattern, else null. */
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
