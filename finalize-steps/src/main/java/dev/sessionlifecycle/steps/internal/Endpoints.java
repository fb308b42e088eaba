package dev.sessionlifecycle.steps.internal;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

/** Checks the endpoints and HTTP clients that session content is sent to. */
public final class Endpoints {

  private Endpoints() {}

  /**
   * Returns the address if it uses https, or http to this machine (loopback).
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it does neither
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

  /** Returns a client with a connect timeout of 5 s that never follows redirects. */
  public static HttpClient client() {
    return HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  }

  /**
   * Returns the client if it never follows redirects, which could send content to another host.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it follows redirects
   */
  public static HttpClient checked(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw Validator.invalid("client", "must never follow redirects");
    }
    return client;
  }
}
