package dev.sessionlifecycle.steps.internal;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** Which addresses content may be sent to, and by which clients. */
public final class Endpoints {

  private Endpoints() {}

  /**
   * The address itself, if it is https, or http to this machine.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException where it is neither
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
      throw Validator.invalid("endpoint", "an https address, or http on the loopback");
    }
    return endpoint;
  }

  /** A client that gives up connecting after 5 s and never follows redirects. */
  public static HttpClient client() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  }

  /**
   * The client itself, if it never follows redirects: they could lead where content must not go.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException where it does
   */
  public static HttpClient checked(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw Validator.invalid("client", "must never follow redirects");
    }
    return client;
  }
}
