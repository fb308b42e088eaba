package dev.sessionlifecycle.http;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.http.internal.WebhookHeaders;
import dev.sessionlifecycle.http.internal.WebhookKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies webhooks on the receiving side: those of this library, and those of anyone who follows
 * <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>, with a shared secret
 * (HMAC-SHA-256) or a public key (Ed25519). Immutable and thread-safe.
 *
 * <pre>{@code
 * WebhookVerifier verifier = WebhookVerifier.of("whsec_…");
 * ReceivedWebhook webhook = verifier.verify(request::getHeader, body); // the bytes, as they came
 * }</pre>
 *
 * <p>A sender repeats a webhook until it is acknowledged: handle each {@link ReceivedWebhook#id()}
 * once.
 */
public final class WebhookVerifier {
  /** How many signatures of a request are looked at. */
  private static final int MOST_SIGNATURES = 16;

  private static final int LONGEST = 4096;

  private final List<WebhookKey> keys;
  private final Duration tolerance;
  private final InstantSource clock;

  private WebhookVerifier(List<WebhookKey> keys, Duration tolerance, InstantSource clock) {
    this.keys = keys;
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /**
   * Accepts what is signed with one of these, so that a secret can be replaced without a gap.
   *
   * @param secrets {@code whsec_…} shared secrets and {@code whpk_…} public keys, at least one
   * @throws InvalidInputException where one is neither; it is not repeated
   */
  public static WebhookVerifier of(String... secrets) {
    Validator.require("secrets", secrets);
    if (secrets.length == 0) {
      throw Validator.invalid("secrets", "at least one");
    }
    List<WebhookKey> keys =
        Arrays.stream(secrets).map(it -> WebhookKey.parse("secrets", it)).toList();
    if (!keys.stream().allMatch(WebhookKey::canVerify)) {
      throw Validator.invalid("secrets", "whsec_ or whpk_; whsk_ is for the sender");
    }
    return new WebhookVerifier(keys, Duration.ofMinutes(5), InstantSource.system());
  }

  /**
   * Returns a copy that accepts timestamps that are this much older or newer than now: 1 s to 1
   * day; 5 minutes by default.
   */
  public WebhookVerifier withTolerance(Duration value) {
    Duration checked =
        Validator.requireBetween("tolerance", value, Duration.ofSeconds(1), Duration.ofDays(1));
    return new WebhookVerifier(keys, checked, clock);
  }

  /** Returns a copy that uses this clock. */
  public WebhookVerifier withClock(InstantSource time) {
    return new WebhookVerifier(keys, tolerance, Validator.require("clock", time));
  }

  /**
   * Returns the id and the time of a webhook whose signature and time are right.
   *
   * @param header returns the value of a header by its name, whose case does not matter, and null
   *     where there is none
   * @param body the bytes of the body as they were received, before anything parses them
   * @throws UnverifiedWebhookException where it is not
   */
  public ReceivedWebhook verify(Function<String, @Nullable String> header, byte[] body) {
    Validator.require("header", header);
    Validator.require("body", body);
    String id = required(header, WebhookHeaders.ID);
    long timestamp = seconds(required(header, WebhookHeaders.TIMESTAMP));
    Instant sentAt = Instant.ofEpochSecond(timestamp);
    if (Duration.between(sentAt, clock.instant()).abs().compareTo(tolerance) > 0) {
      throw new UnverifiedWebhookException(
          WebhookHeaders.TIMESTAMP + " differs by more than " + tolerance);
    }
    byte[] content = WebhookHeaders.signed(id, timestamp, body);
    String[] signatures =
        required(header, WebhookHeaders.SIGNATURE).split(" ", MOST_SIGNATURES + 1);
    for (int i = 0; i < Math.min(signatures.length, MOST_SIGNATURES); i++) {
      if (isSigned(content, signatures[i])) {
        return new ReceivedWebhook(id, sentAt);
      }
    }
    throw new UnverifiedWebhookException("no signature is of a known secret");
  }

  private boolean isSigned(byte[] content, String signature) {
    int comma = signature.indexOf(',');
    if (comma < 0) {
      return false;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(signature.substring(comma + 1));
    } catch (IllegalArgumentException e) {
      return false;
    }
    String version = signature.substring(0, comma);
    return keys.stream().anyMatch(key -> key.verifies(content, version, bytes));
  }

  private static String required(Function<String, @Nullable String> header, String name) {
    String value = Objects.requireNonNullElse(header.apply(name), "");
    if (value.isEmpty() || value.length() > LONGEST) {
      throw new UnverifiedWebhookException(name + " is missing or too long");
    }
    return value;
  }

  private static long seconds(String value) {
    if (!value.matches("[0-9]{1,11}")) {
      throw new UnverifiedWebhookException(WebhookHeaders.TIMESTAMP + " is no time in seconds");
    }
    return Long.parseLong(value);
  }

  @Override
  public String toString() {
    return "WebhookVerifier[secrets=" + keys.size() + ", tolerance=" + tolerance + "]";
  }
}
