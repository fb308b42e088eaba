package dev.sessionlifecycle.console;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Whether a browser says that a form was sent from a page of the same origin. */
final class SameOrigin {
  private SameOrigin() {}

  /**
   * By {@code Sec-Fetch-Site}; a browser without it sends {@code Origin}, which must name the host
   * that the request is for. A request with neither is refused.
   *
   * <p>Source: W3C Fetch Metadata Request Headers; RFC 6454, section 7.
   */
  static boolean is(ConsoleRequest request) {
    Optional<String> site = request.header("sec-fetch-site");
    if (site.isPresent()) {
      return site.get().equals("same-origin");
    }
    Optional<String> host = request.header("host").map(it -> it.toLowerCase(Locale.ROOT));
    return host.isPresent() && request.header("origin").flatMap(SameOrigin::authority).equals(host);
  }

  private static Optional<String> authority(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getAuthority())
          .map(it -> it.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
