package dev.sessionlifecycle.http;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.http.internal.Endpoints;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints may be posted to. An address that the host itself has configured may be anywhere;
 * one that a tenant has entered must not reach the host's own network (server-side request forgery,
 * see <a
 * href="https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html">OWASP</a>).
 * Immutable.
 */
public final class EndpointPolicy {
  private static final EndpointPolicy CONFIGURED = new EndpointPolicy(false, null);
  private static final EndpointPolicy PUBLIC = new EndpointPolicy(true, null);

  private final boolean publicOnly;
  private final @Nullable SSLContext tls;

  private EndpointPolicy(boolean publicOnly, @Nullable SSLContext tls) {
    this.publicOnly = publicOnly;
    this.tls = tls;
  }

  /** Any address over https, and http on this machine (loopback): for endpoints of the host. */
  public static EndpointPolicy configured() {
    return CONFIGURED;
  }

  /**
   * Public addresses over https alone: for endpoints that tenants enter. Whenever it is posted to,
   * the name is looked up once; where one of its addresses is loopback, link-local, private, of a
   * metadata service or otherwise not public, nothing is sent; and the connection is made to an
   * address that was checked, so that a name server cannot answer otherwise in between.
   *
   * <p>Posts over HTTP/1.1 with a new connection each time, and through no proxy. Not covered: a
   * network in which public addresses lead to something internal, and the time that the name
   * service of the system takes, which no timeout ends.
   */
  public static EndpointPolicy publicOnly() {
    return PUBLIC;
  }

  /**
   * Returns a copy of {@link #publicOnly} whose connections use this context, such as for a client
   * certificate.
   *
   * @throws InvalidInputException for any other policy: there the HTTP client has the context
   */
  public EndpointPolicy withSslContext(SSLContext context) {
    Validator.require("ssl_context", context);
    if (!publicOnly) {
      throw Validator.invalid("ssl_context", "only where public addresses alone are allowed");
    }
    return new EndpointPolicy(true, context);
  }

  /**
   * Returns the endpoint.
   *
   * @throws InvalidInputException where it can be seen without looking it up that it is not
   *     allowed: not https, with user information, with a port outside 1 to 65535, or, under {@link
   *     #publicOnly}, a literal address that is not public
   */
  public URI check(URI endpoint) {
    Validator.require("endpoint", endpoint);
    return publicOnly ? Endpoints.checkedPublic(endpoint) : Endpoints.checked(endpoint);
  }

  /** The factory of connections to public addresses; empty where any address is allowed. */
  public Optional<SSLSocketFactory> publicSockets() {
    if (!publicOnly) {
      return Optional.empty();
    }
    try {
      return Optional.of((tls == null ? SSLContext.getDefault() : tls).getSocketFactory());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the default SSL context cannot be made", e);
    }
  }

  @Override
  public String toString() {
    return publicOnly ? "EndpointPolicy[publicOnly]" : "EndpointPolicy[configured]";
  }
}
