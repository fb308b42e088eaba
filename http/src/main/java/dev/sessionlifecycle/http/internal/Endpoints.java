package dev.sessionlifecycle.http.internal;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.regex.Pattern;

/** Checks the endpoints and HTTP clients that session content is sent to. */
public final class Endpoints {

  /** What is read as an address, and never looked up. */
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");

  private static final int GREATEST_PORT = 65_535;

  private Endpoints() {}

  /**
   * Returns the address if it uses https, or http to this machine (loopback), and a port that it
   * names is from 1 to 65535.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it does not
   */
  public static URI checked(URI endpoint) {
    String scheme = endpoint.getScheme();
    String host = endpoint.getHost();
    boolean allowed =
        host != null
            && endpoint.getRawUserInfo() == null
            && ("https".equalsIgnoreCase(scheme)
                || ("http".equalsIgnoreCase(scheme) && isLoopback(host)));
    if (!allowed) {
      throw Validator.invalid(
          "endpoint", "an https address, or http on the loopback, without user information");
    }
    int port = endpoint.getPort();
    if (port == 0 || port > GREATEST_PORT) {
      throw Validator.invalid("endpoint", "an address whose port is from 1 to 65535");
    }
    return endpoint;
  }

  /**
   * Returns the address if it uses https and is not, as far as it can be seen without looking it
   * up, one that is not public.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is not
   */
  public static URI checkedPublic(URI endpoint) {
    if (!"https".equalsIgnoreCase(checked(endpoint).getScheme()) || isLiteralNotPublic(endpoint)) {
      throw Validator.invalid("endpoint", "an https address that is public");
    }
    return endpoint;
  }

  private static boolean isLiteralNotPublic(URI endpoint) {
    String host = endpoint.getHost();
    if (!LITERAL.matcher(host).matches()) {
      return false;
    }
    try {
      return !PublicAddresses.isPublic(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return true;
    }
  }

  /** Only literal addresses, and the one name that no name server is asked for. */
  private static boolean isLoopback(String host) {
    if (!LITERAL.matcher(host).matches()) {
      return host.equalsIgnoreCase("localhost");
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Returns the timeout of an exchange.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is not positive, or over a day
   */
  public static Duration checked(Duration timeout) {
    Validator.require("timeout", timeout);
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw Validator.invalid("timeout", "more than zero, at most a day");
    }
    return timeout;
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
