package dev.sessionlifecycle.steps.internal;

import java.net.URI;

/** Which addresses content may be sent to. */
public final class Endpoints {

  private Endpoints() {}

  /**
   * The address itself, if it is https, or http to this machine.
   *
   * @throws IllegalArgumentException where it is neither
   */
  public static URI checked(URI endpoint) {
    String scheme = endpoint.getScheme();
    String host = endpoint.getHost();
    boolean loopback =
        "localhost".equals(host)
            || "[::1]".equals(host)
            || (host != null && host.startsWith("127."));
    boolean allowed = "https".equals(scheme) || ("http".equals(scheme) && loopback);
    if (host == null || !allowed) {
      throw new IllegalArgumentException("endpoint: an https address, or http on the loopback");
    }
    return endpoint;
  }
}
