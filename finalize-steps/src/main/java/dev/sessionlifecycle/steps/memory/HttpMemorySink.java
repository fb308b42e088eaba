package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.internal.Endpoints;
import dev.sessionlifecycle.steps.internal.HttpSender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Posts each memory as JSON to an HTTP endpoint.
 *
 * <p>Headers: {@code Idempotency-Key}; {@code Session-Lifecycle-Signature: t=SECONDS,v1=HEX} if a
 * secret is set, where HEX is the HMAC-SHA-256 of {@code SECONDS.BODY}; and any added with {@link
 * Builder#header}.
 *
 * <p>Responses: 2xx acknowledges; 408, 409, 425, 429 and 5xx are retried, after {@code Retry-After}
 * if present, but at most a day; every other status refuses the memory. Response bodies are
 * ignored. Redirects are not followed, so content only ever reaches the configured host.
 */
public final class HttpMemorySink implements MemorySink {

  private final URI endpoint;
  private final @Nullable URI forgetEndpoint;
  private final HttpSender sender;
  private final Map<String, String> headers;
  private final @Nullable BodySignature signature;
  private final InstantSource clock;

  private HttpMemorySink(Builder builder) {
    this.endpoint = builder.endpoint;
    this.forgetEndpoint = builder.forgetEndpoint;
    this.sender = new HttpSender(builder.client, builder.timeout);
    this.headers = Map.copyOf(builder.headers);
    this.signature = builder.secret == null ? null : new BodySignature(builder.secret);
    this.clock = builder.clock;
  }

  /**
   * Returns a builder for a sink that posts to this endpoint.
   *
   * @param endpoint an https address, or an http address on this machine (loopback)
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is neither
   */
  public static Builder to(URI endpoint) {
    Validator.require("endpoint", endpoint);
    return new Builder(endpoint);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException if there was no response in time
   * @throws InterruptedException if the thread was interrupted while waiting
   */
  @Override
  public SyncResult put(MemoryRecord memory) throws IOException, InterruptedException {
    String body = MemoryRecords.json(memory);
    HttpRequest request =
        request(endpoint, body).header("Idempotency-Key", memory.idempotencyKey()).build();
    return HttpResponses.judge(sender.headers(request), clock);
  }

  /** As {@link #forget(UUID, UUID, Set)}, with no session to keep. */
  @Override
  public boolean forget(UUID organizationId, UUID endUserId)
      throws IOException, InterruptedException {
    return forget(organizationId, endUserId, Set.of());
  }

  /**
   * Posts {@code organization_id} and {@code end_user_id} to the forget endpoint, and, if there are
   * sessions to keep, their ids as {@code keep_session_ids}. The endpoint has to keep what it has
   * of those.
   *
   * @return true if the response was 2xx or 404; false if no forget endpoint is set
   * @throws IOException if the response was anything else, or did not arrive in time
   * @throws InterruptedException if the thread was interrupted while waiting
   */
  @Override
  public boolean forget(UUID organizationId, UUID endUserId, Set<UUID> keep)
      throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("organization_id", organizationId);
    body.put("end_user_id", endUserId);
    if (!keep.isEmpty()) {
      body.put("keep_session_ids", List.copyOf(keep));
    }
    return forget(body);
  }

  /**
   * Posts {@code organization_id} and {@code session_ids} to the forget endpoint, which has to
   * forget these sessions and nothing else.
   *
   * @return true if the response was 2xx or 404; false if no forget endpoint is set
   * @throws IOException if the response was anything else, or did not arrive in time
   * @throws InterruptedException if the thread was interrupted while waiting
   */
  @Override
  public boolean forgetSessions(UUID organizationId, Set<UUID> sessionIds)
      throws IOException, InterruptedException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("organization_id", organizationId);
    body.put("session_ids", List.copyOf(sessionIds));
    return forget(body);
  }

  private boolean forget(Map<String, Object> ids) throws IOException, InterruptedException {
    if (forgetEndpoint == null) {
      return false;
    }
    String body = JsonWriter.write(ids);
    int status = sender.headers(request(forgetEndpoint, body).build()).statusCode();
    if (status / 100 != 2 && status != 404) {
      throw new IOException("the memory answered " + status + " when it was told to forget");
    }
    return true;
  }

  private HttpRequest.Builder request(URI uri, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(bytes));
    headers.forEach(request::header);
    if (signature != null) {
      request.header(BodySignature.HEADER, signature.of(clock.instant().getEpochSecond(), bytes));
    }
    return request;
  }

  @Override
  public String toString() {
    return "HttpMemorySink[" + endpoint.getHost() + "]";
  }

  /** Builder of a sink. Not thread-safe. */
  public static final class Builder {
    /** A token of RFC 9110. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern VALUE = Pattern.compile("[\\t -~\\xa0-\\xff]*");

    /** What the sink sets, or the client. */
    private static final Set<String> OWN =
        new TreeSet<>(
            Set.of(
                "connection",
                "content-length",
                "content-type",
                "expect",
                "host",
                "idempotency-key",
                "transfer-encoding",
                "upgrade",
                BodySignature.HEADER.toLowerCase(Locale.ROOT)));

    private final URI endpoint;
    private @Nullable URI forgetEndpoint;
    private HttpClient client = Endpoints.client();
    private Duration timeout = Duration.ofSeconds(10);
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private byte @Nullable [] secret;
    private InstantSource clock = InstantSource.system();

    private Builder(URI endpoint) {
      this.endpoint = Endpoints.checked(endpoint);
    }

    /** Signs each body with this secret of at least 16 bytes, which is copied. */
    public Builder signedWith(byte[] sharedSecret) {
      Validator.require("shared_secret", sharedSecret);
      if (sharedSecret.length < 16) {
        throw Validator.invalid("shared_secret", "at least 16 bytes");
      }
      this.secret = sharedSecret.clone();
      return this;
    }

    /**
     * Adds this header, such as {@code Authorization}, to each request; instead of an earlier one
     * of that name.
     *
     * @throws dev.sessionlifecycle.errors.InvalidInputException if the sink or the client sets it,
     *     or if name or value have characters that headers cannot have, such as a line break
     */
    public Builder header(String name, String value) {
      Validator.require("name", name);
      Validator.require("value", value);
      if (!NAME.matcher(name).matches()) {
        throw Validator.invalid("name", "letters, digits and !#$%&'*+.^_`|~-");
      }
      if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
        throw Validator.invalid("name", "none of " + OWN);
      }
      if (!VALUE.matcher(value).matches()) {
        throw Validator.invalid(
            "value", "of " + name + ": no line break or other control character");
      }
      headers.put(name, value);
      return this;
    }

    /** Sets how long a request may take until its response is there; 10 s by default. */
    public Builder timeout(Duration each) {
      this.timeout = Endpoints.checked(each);
      return this;
    }

    /**
     * Sets the endpoint for forgetting end users and sessions, under the same rules as the endpoint
     * for memories.
     */
    public Builder forgetAt(URI forget) {
      Validator.require("forget_at", forget);
      this.forgetEndpoint = Endpoints.checked(forget);
      return this;
    }

    /**
     * Uses this client instead of the default one with a connect timeout of 5 s. It must not follow
     * redirects.
     */
    public Builder client(HttpClient host) {
      Validator.require("client", host);
      this.client = Endpoints.checked(host);
      return this;
    }

    /** Sets the clock used for the signature's time and for a date in {@code Retry-After}. */
    public Builder clock(InstantSource time) {
      this.clock = Validator.require("clock", time);
      return this;
    }

    /** Returns the sink. */
    public HttpMemorySink build() {
      return new HttpMemorySink(this);
    }
  }
}
