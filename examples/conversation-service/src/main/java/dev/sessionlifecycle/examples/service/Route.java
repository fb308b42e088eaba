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
    /** Any key of an organization. */
    READ,
    /** A key with write access. */
    WRITE,
    /** A key of the operator of the service, which no organization has. */
    OPERATOR
  }

  /** Returns whether its body is JSON; the AnyReach API defines no body. */
  boolean readsJson() {
    return method.equals("POST") && errors == ErrorShape.FEATHER;
  }

  /**
   * Returns the segments matched by {@code *}, decoded, or null if the path does not match. The
   * fixed segments are compared as they were sent.
   */
  @Nullable List<String> match(List<String> raw) {
    String[] wanted = pattern.split("/", -1);
    if (wanted.length != raw.size()) {
      return null;
    }
    List<String> open = new ArrayList<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals("*")) {
        open.add(raw.get(i));
      } else if (!wanted[i].equals(raw.get(i))) {
        return null;
      }
    }
    return IncomingRequest.decodedSegments(open);
  }
}
