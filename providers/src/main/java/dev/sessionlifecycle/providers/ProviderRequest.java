package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as a provider sent it, from any HTTP server or queue. Immutable but for the body, which
 * is not copied and must not be changed.
 */
public final class ProviderRequest {
  private final String url;
  private final Map<String, String> headers;
  private final byte[] body;

  private ProviderRequest(String url, Map<String, String> headers, byte[] body) {
    this.url = Validator.require("url", url);
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(Validator.require("headers", headers));
    this.body = Validator.require("body", body);
  }

  /**
   * A request.
   *
   * @param url the whole address as the provider called it, with its query: behind a proxy the
   *     public one. Twilio signs it
   * @param headers the headers; their names are compared without regard to case
   * @param body the body, byte for byte: signatures cover it
   */
  public static ProviderRequest of(String url, Map<String, String> headers, byte[] body) {
    return new ProviderRequest(url, headers, body);
  }

  /** A request of a provider that does not sign the address. */
  public static ProviderRequest of(Map<String, String> headers, byte[] body) {
    return new ProviderRequest("", headers, body);
  }

  /** The address; empty where it was not given. */
  public String url() {
    return url;
  }

  /** The header of this name, if there is one. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** The body, not copied. */
  public byte[] body() {
    return body;
  }

  /** Contains neither the address nor headers, which may be secret, nor content. */
  @Override
  public String toString() {
    return "ProviderRequest";
  }
}
