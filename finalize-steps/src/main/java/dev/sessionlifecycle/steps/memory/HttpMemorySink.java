package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.http.internal.Endpoints;
import dev.sessionlifecycle.http.internal.SignedSender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Posts each memory as JSON to an HTTP endpoint.
 *
 * <p>Headers: {@code webhook-id} and {@code Idempotency-Key}, the same in each attempt; {@code
 * webhook-timestamp}; {@code webhook-signature} if a secret is set, as <a
 * href="https://www.standardwebhooks.com/">Standard Webhooks</a> have it; and any added with {@link
 * Builder#header}. {@link dev.sessionlifecycle.http.WebhookVerifier} verifies them.
 *
 * <p>Responses: 2xx acknowledges; 408, 409, 425, 429 and 5xx are retried, after {@code Retry-After}
 * if present, but at most a day; every other status refuses the memory. Response bodies are
 * ignored. Redirects are not followed, so content only ever reaches the configured host.
 */
public final class HttpMemorySink implements MemorySink {

  private static final String JSON = "application/json";
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Request Timeout, Conflict (another request in progress), Too Early, Too Many Requests. */
  private static final Set<Integer> LATER = Set.of(408, 409, 425, 429);

  private final URI endpoint;
  private final @Nullable URI forgetEndpoint;
  private final SignedSender sender;

  private HttpMemorySink(Builder builder) {
    this.endpoint = builder.endpoint;
    this.forgetEndpoint = builder.forgetEndpoint;
    this.sender = builder.sender.build();
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
    SignedSender.SendReply reply =
        sender.post(
            endpoint,
            new SignedSender.OutgoingMessage(
                memory.idempotencyKey(),
                JSON,
                MemoryRecords.json(memory),
                Map.of("Idempotency-Key", memory.idempotencyKey())));
    if (reply.isAccepted()) {
      return SyncResult.acknowledged();
    }
    if (reply.status() / 100 == 5 || LATER.contains(reply.status())) {
      return SyncResult.tryLater(reply.retryAfter().orElse(PAUSE));
    }
    return SyncResult.refused("http-" + reply.status());
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
    SignedSender.OutgoingMessage message =
        new SignedSender.OutgoingMessage(
            UUID.randomUUID().toString(), JSON, JsonWriter.write(ids), Map.of());
    int status = sender.post(forgetEndpoint, message).status();
    if (status / 100 != 2 && status != 404) {
      throw new IOException("the memory answered " + status + " when it was told to forget");
    }
    return true;
  }

  @Override
  public String toString() {
    return "HttpMemorySink[" + endpoint.getHost() + "]";
  }

  /** Builder of a sink. Not thread-safe. */
  public static final class Builder {
    private final URI endpoint;
    private final SignedSender.Builder sender = SignedSender.builder();
    private @Nullable URI forgetEndpoint;

    private Builder(URI endpoint) {
      this.endpoint = Endpoints.checked(endpoint);
    }

    /**
     * Signs each body with this secret: {@code whsec_…} (shared) or {@code whsk_…} (Ed25519).
     * Called again, it adds another one, so that a secret can be replaced without a gap.
     *
     * @throws dev.sessionlifecycle.errors.InvalidInputException if it is neither; it is not
     *     repeated
     */
    public Builder signedWith(String secret) {
      sender.secret(secret);
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
      sender.header(name, value);
      return this;
    }

    /** Sets how long a request may take until its response is there; 10 s by default. */
    public Builder timeout(Duration each) {
      sender.timeout(each);
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
      sender.client(host);
      return this;
    }

    /** Sets the clock used for the time of the signature and for a date in {@code Retry-After}. */
    public Builder clock(InstantSource time) {
      sender.clock(time);
      return this;
    }

    /** Returns the sink. */
    public HttpMemorySink build() {
      return new HttpMemorySink(this);
    }
  }
}
