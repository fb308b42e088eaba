package dev.sessionlifecycle.events;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.http.EndpointPolicy;
import dev.sessionlifecycle.http.internal.RefusedAddressException;
import dev.sessionlifecycle.http.internal.SignedSender;
import dev.sessionlifecycle.http.internal.SignedSender.OutgoingMessage;
import dev.sessionlifecycle.http.internal.SignedSender.SendReply;
import dev.sessionlifecycle.model.SessionType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Posts the events of sessions to an endpoint, signed as <a
 * href="https://www.standardwebhooks.com/">Standard Webhooks</a> are.
 *
 * <pre>{@code
 * Webhook crm =
 *     Webhook.to(URI.create("https://crm.example.com/hooks"))
 *         .secret("whsec_…")
 *         .events(SessionEventType.ENDED, SessionEventType.FINALIZED)
 *         .named("crm")
 *         .build();
 * FinalizeChain chain = crm.addTo(FinalizeChain.first(scrub).then(summarize));
 * }</pre>
 *
 * <p>At least once, and for each session in the order of {@code sequence} once repetitions are left
 * out by {@code webhook-id}; never of an end that was rolled back. 2xx alone acknowledges. 410
 * parks the delivery at once, as {@code endpoint_gone}. Anything else, redirects and silence
 * included, is tried again: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, each up to
 * a tenth more or less, and never sooner than {@code Retry-After} asks for, up to a day. After the
 * last attempt of {@link dev.sessionlifecycle.finalizer.StepOptions} (10 by default) it is parked,
 * with the last label: {@code http-503}, {@code timeout}, {@code unreachable}, {@code
 * address_refused}. Neither archive nor purge wait for it. Immutable and thread-safe.
 */
public final class Webhook {
  private final URI endpoint;
  private final EventFormat format;
  private final SignedSender sender;
  private final EventDeliveries deliveries;

  private Webhook(Builder builder) {
    this.endpoint = builder.policy.check(builder.endpoint);
    this.format = builder.format;
    this.sender = builder.sender.build();
    SessionEventType[] events = builder.events.toArray(SessionEventType[]::new);
    SessionType[] types = builder.sessionTypes.toArray(SessionType[]::new);
    this.deliveries =
        EventDeliveries.to(builder.name, this::send)
            .events(events[0], events)
            .onlyFor(types[0], types)
            .content(builder.content)
            .build();
  }

  /**
   * Begins a webhook to this endpoint, named {@code webhook}.
   *
   * @param endpoint what the policy allows; by default an https address, or an http address on this
   *     machine (loopback)
   */
  public static Builder to(URI endpoint) {
    return new Builder(Validator.require("endpoint", endpoint));
  }

  /**
   * Returns a copy of the chain that also posts to this endpoint; see {@link
   * EventDeliveries#addTo}.
   */
  public FinalizeChain addTo(FinalizeChain chain) {
    return deliveries.addTo(chain);
  }

  /** Its deliveries: their names, their state, and how to resend them. */
  public EventDeliveries deliveries() {
    return deliveries;
  }

  private StepOutcome send(SessionEvent event, StepContext context) throws InterruptedException {
    OutgoingMessage message =
        new OutgoingMessage(event.id(), format.contentType(), format.write(event), Map.of());
    try {
      SendReply reply = sender.post(endpoint, message);
      if (reply.isAccepted()) {
        return StepOutcome.done();
      }
      if (reply.status() == 410) {
        return StepOutcome.rejected("endpoint_gone");
      }
      return later(
          event, context, reply.retryAfter().orElse(Duration.ZERO), "http-" + reply.status());
    } catch (HttpTimeoutException e) {
      return later(event, context, Duration.ZERO, "timeout");
    } catch (RefusedAddressException e) {
      return later(event, context, Duration.ZERO, "address_refused");
    } catch (IOException e) {
      return later(event, context, Duration.ZERO, "unreachable");
    }
  }

  private static StepOutcome later(
      SessionEvent event, StepContext context, Duration least, String why) {
    Duration pause = RetrySchedule.pause(event.id(), context.attempt());
    return StepOutcome.retryLater(pause.compareTo(least) < 0 ? least : pause, why);
  }

  /** Names the receiver and the host, never the path, which may have a secret. */
  @Override
  public String toString() {
    return "Webhook[" + deliveries.name() + " " + endpoint.getHost() + "]";
  }

  /** Builder of a webhook. Not thread-safe. */
  public static final class Builder {
    private final URI endpoint;
    private final SignedSender.Builder sender =
        SignedSender.builder().timeout(Duration.ofSeconds(20));
    private String name = "webhook";
    private EndpointPolicy policy = EndpointPolicy.configured();
    private EventFormat format = EventFormat.STANDARD_WEBHOOK;
    private EventContent content = EventContent.thin();
    private Set<SessionEventType> events =
        EnumSet.of(SessionEventType.ENDED, SessionEventType.FINALIZED);
    private Set<SessionType> sessionTypes = EnumSet.of(SessionType.LIVE);

    private Builder(URI endpoint) {
      this.endpoint = endpoint;
    }

    /**
     * Signs with this secret: {@code whsec_…} (shared, HMAC-SHA-256) or {@code whsk_…} (Ed25519).
     * See {@link dev.sessionlifecycle.http.WebhookSecrets}.
     *
     * @throws InvalidInputException if it is neither; it is not repeated
     */
    public Builder secret(String secret) {
      sender.secret(secret);
      return this;
    }

    /**
     * Signs with this secret as well: the one before, until every receiver knows the new one; or a
     * secret of the other kind.
     */
    public Builder also(String secret) {
      return secret(secret);
    }

    /** Posts these events alone. */
    public Builder events(SessionEventType first, SessionEventType... others) {
      Validator.requireElements("others", others);
      this.events = EnumSet.of(Validator.require("events", first), others);
      return this;
    }

    /**
     * Sets the name that the deliveries are stored under: 1 to 50 of a-z 0-9 _ -, beginning with a
     * letter or digit.
     *
     * @throws InvalidInputException for any other name
     */
    public Builder named(String value) {
      this.name = EventDeliveries.checkedName(value);
      return this;
    }

    /** Announces sessions of these types; of live ones alone by default. */
    public Builder onlyFor(SessionType first, SessionType... others) {
      Validator.requireElements("others", others);
      this.sessionTypes = EnumSet.of(Validator.require("only_for", first), others);
      return this;
    }

    /** Adds the summary, behind the scrub, to {@link SessionEventType#FINALIZED}. */
    public Builder withSummary() {
      this.content = content.withSummary();
      return this;
    }

    /** Adds the external id, behind the scrub, to {@link SessionEventType#FINALIZED}. */
    public Builder withExternalId() {
      this.content = content.withExternalId();
      return this;
    }

    /** Sets how events are written; {@link EventFormat#STANDARD_WEBHOOK} by default. */
    public Builder format(EventFormat value) {
      this.format = Validator.require("format", value);
      return this;
    }

    /**
     * Sets which endpoints may be posted to: {@link EndpointPolicy#publicOnly} for those that
     * tenants enter.
     */
    public Builder policy(EndpointPolicy value) {
      this.policy = Validator.require("policy", value);
      policy.publicSockets().ifPresent(sender::publicOnly);
      return this;
    }

    /**
     * Adds this header to each request; instead of an earlier one of that name.
     *
     * @throws InvalidInputException if the sender sets it, or if name or value have characters that
     *     headers cannot have
     */
    public Builder header(String header, String value) {
      sender.header(header, value);
      return this;
    }

    /** Sets how long an attempt may take until the status is there; 20 s by default. */
    public Builder timeout(Duration each) {
      sender.timeout(each);
      return this;
    }

    /**
     * Uses this client, for a proxy or a client certificate, instead of one with a connect timeout
     * of 5 s. It must not follow redirects. Not with {@link EndpointPolicy#publicOnly}.
     */
    public Builder client(HttpClient host) {
      sender.client(host);
      return this;
    }

    /** Sets the clock of {@code webhook-timestamp} and of a date in {@code Retry-After}. */
    public Builder clock(InstantSource time) {
      sender.clock(time);
      return this;
    }

    /**
     * Returns the webhook.
     *
     * @throws InvalidInputException without a secret, and for an endpoint that the policy does not
     *     allow
     */
    public Webhook build() {
      if (!sender.isSigning()) {
        throw Validator.invalid("secret", "at least one");
      }
      return new Webhook(this);
    }
  }
}
