package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.internal.Endpoints;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Posts each memory as JSON to an HTTP endpoint.
 *
 * <p>Headers: {@code Idempotency-Key}; {@code Session-Lifecycle-Signature: t=SECONDS,v1=HEX} where
 * a secret was given, the HMAC-SHA-256 of {@code SECONDS.BODY}; and what the host adds. Answers:
 * 2xx acknowledges; 408, 409, 425, 429 and 5xx are tried later, after {@code Retry-After} where it
 * is given, at most a day; every other answer refuses. What the server answers beyond that is not
 * read. Redirects are not followed: the content goes to the named host or nowhere.
 */
public final class HttpMemorySink implements MemorySink {

  private final URI endpoint;
  private final @Nullable URI forgetEndpoint;
  private final HttpClient client;
  private final Duration timeout;
  private final Map<String, String> headers;
  private final @Nullable BodySignature signature;
  private final InstantSource clock;

  private HttpMemorySink(Builder builder) {
    this.endpoint = builder.endpoint;
    this.forgetEndpoint = builder.forgetEndpoint;
    this.client = builder.client;
    this.timeout = builder.timeout;
    this.headers = Map.copyOf(builder.headers);
    this.signature = builder.secret == null ? null : new BodySignature(builder.secret);
    this.clock = builder.clock;
  }

  /**
   * Begins with an endpoint.
   *
   * @param endpoint an https address, or an http address on this machine (loopback)
   * @throws dev.sessionlifecycle.errors.InvalidInputException where it is neither
   */
  public static Builder to(URI endpoint) {
    Validator.require("endpoint", endpoint);
    return new Builder(endpoint);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException where there was no answer in time
   * @throws InterruptedException where the thread was interrupted while it waited
   */
  @Override
  public SyncResult put(MemoryRecord memory) throws IOException, InterruptedException {
    String body = MemoryRecords.json(memory);
    HttpRequest request =
        request(endpoint, body).header("Idempotency-Key", memory.idempotencyKey()).build();
    HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
    return HttpResponses.judge(response, clock);
  }

  /**
   * Posts organization and end user to the endpoint for forgetting.
   *
   * @return true where it answered 2xx or 404; false where no such endpoint was named
   * @throws IOException where it answered anything else, or not in time
   * @throws InterruptedException where the thread was interrupted while it waited
   */
  @Override
  public boolean forget(UUID organizationId, UUID endUserId)
      throws IOException, InterruptedException {
    if (forgetEndpoint == null) {
      return false;
    }
    String body =
        "{\"organization_id\":\"" + organizationId + "\",\"end_user_id\":\"" + endUserId + "\"}";
    HttpResponse<Void> response =
        client.send(request(forgetEndpoint, body).build(), BodyHandlers.discarding());
    int status = response.statusCode();
    if (status / 100 != 2 && status != 404) {
      throw new IOException("the memory answered " + status + " when it was told to forget");
    }
    return true;
  }

  private HttpRequest.Builder request(URI uri, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
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

  /** Options. Not thread-safe. */
  public static final class Builder {
    private final URI endpoint;
    private @Nullable URI forgetEndpoint;
    private HttpClient client = Endpoints.client();
    private Duration timeout = Duration.ofSeconds(10);
    private final Map<String, String> headers = new LinkedHashMap<>();
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

    /** Sends this header with each request, such as {@code Authorization}. */
    public Builder header(String name, String value) {
      Validator.require("name", name);
      Validator.require("value", value);
      headers.put(name, value);
      return this;
    }

    /** How long one request may take; by default 10 s. */
    public Builder timeout(Duration each) {
      this.timeout = Validator.require("timeout", each);
      return this;
    }

    /** Where end users are to be forgotten; the same rules as for the endpoint. */
    public Builder forgetAt(URI forget) {
      Validator.require("forget_at", forget);
      this.forgetEndpoint = Endpoints.checked(forget);
      return this;
    }

    /**
     * The host's client, in place of one with a connect timeout of 5 s. It must not follow
     * redirects.
     */
    public Builder client(HttpClient host) {
      Validator.require("client", host);
      this.client = Endpoints.checked(host);
      return this;
    }

    /** What the signature's time and a date in Retry-After are read from. */
    public Builder clock(InstantSource time) {
      this.clock = Validator.require("clock", time);
      return this;
    }

    /** The sink. */
    public HttpMemorySink build() {
      return new HttpMemorySink(this);
    }
  }
}
