package dev.sessionlifecycle.http.internal;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages with the headers of Standard Webhooks, signed with every key that it has.
 * Redirects are never followed, so content only ever reaches the host that was named; bodies of
 * responses are ignored. Thread-safe.
 */
public final class SignedSender {

  /**
   * What to post.
   *
   * @param id its id, which every attempt repeats: printable ASCII
   * @param contentType the type of the body
   * @param body the body
   * @param headers further headers
   */
  public record OutgoingMessage(
      String id, String contentType, String body, Map<String, String> headers) {
    /** Copies the headers. */
    public OutgoingMessage {
      headers = Map.copyOf(headers);
    }

    /** Shows the length of the body alone. */
    @Override
    public String toString() {
      return "OutgoingMessage[length=" + body.length() + "]";
    }
  }

  /**
   * The response to a message.
   *
   * @param status the status
   * @param retryAfter the pause that it asks for, from zero to a day; empty where it names none
   */
  public record SendReply(int status, Optional<Duration> retryAfter) {
    /** Whether the message was accepted: 2xx, and nothing else. */
    public boolean isAccepted() {
      return status / 100 == 2;
    }
  }

  private final HttpPost post;
  private final List<WebhookKey> keys;
  private final Map<String, String> headers;
  private final InstantSource clock;

  private SignedSender(Builder builder) {
    this.post =
        builder.publicOnly == null
            ? new ClientPost(new HttpSender(builder.client(), builder.timeout))
            : PinnedPost.of(builder.publicOnly, builder.timeout);
    this.keys = List.copyOf(builder.keys);
    this.headers = Map.copyOf(builder.headers);
    this.clock = builder.clock;
  }

  /** Begins with a timeout of 10 s, no key and no further header. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Posts a message.
   *
   * @throws java.net.http.HttpTimeoutException where there was no response in time
   * @throws RefusedAddressException where the address is not public and has to be
   * @throws IOException where there was no response
   * @throws InterruptedException if the thread was interrupted while waiting
   */
  public SendReply post(URI endpoint, OutgoingMessage message)
      throws IOException, InterruptedException {
    byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.putAll(message.headers());
    all.put("Content-Type", message.contentType());
    long timestamp = clock.instant().getEpochSecond();
    all.put(WebhookHeaders.ID, message.id());
    all.put(WebhookHeaders.TIMESTAMP, Long.toString(timestamp));
    if (!keys.isEmpty()) {
      all.put(
          WebhookHeaders.SIGNATURE, WebhookHeaders.signatures(keys, message.id(), timestamp, body));
    }
    HttpPost.ResponseHead head = post.send(endpoint, all, body);
    return new SendReply(
        head.status(), head.retryAfter().flatMap(value -> RetryAfter.parse(value, clock)));
  }

  /** Posts through a client of the JDK. */
  private record ClientPost(HttpSender sender) implements HttpPost {
    @Override
    public ResponseHead send(URI endpoint, Map<String, String> headers, byte[] body)
        throws IOException, InterruptedException {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(body));
      headers.forEach(request::setHeader);
      HttpResponse<byte[]> response = sender.headers(request.build());
      return new ResponseHead(response.statusCode(), response.headers().firstValue("Retry-After"));
    }
  }

  /** Builder of a sender. Not thread-safe. */
  public static final class Builder {
    /** A token of RFC 9110. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern VALUE = Pattern.compile("[\\t -~\\xa0-\\xff]*");

    /** What the sender sets, or the client. */
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
                WebhookHeaders.ID,
                WebhookHeaders.TIMESTAMP,
                WebhookHeaders.SIGNATURE));

    private @Nullable HttpClient client;
    private @Nullable SSLSocketFactory publicOnly;
    private Duration timeout = Duration.ofSeconds(10);
    private final List<WebhookKey> keys = new ArrayList<>();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /**
     * Signs with this key too: {@code whsec_} or {@code whsk_}.
     *
     * @throws InvalidInputException where the text is no such key
     */
    public Builder secret(String secret) {
      WebhookKey key = WebhookKey.parse("secret", secret);
      if (!key.canSign()) {
        throw Validator.invalid("secret", "whsec_ or whsk_; whpk_ only verifies");
      }
      keys.add(key);
      return this;
    }

    /** Whether there is a key. */
    public boolean isSigning() {
      return !keys.isEmpty();
    }

    /**
     * Adds this header, such as {@code Authorization}, to each request; instead of an earlier one
     * of that name.
     *
     * @throws InvalidInputException if the sender or the client sets it, or if name or value have
     *     characters that headers cannot have, such as a line break
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

    /** Sets how long an exchange may take until the headers of its response are there. */
    public Builder timeout(Duration each) {
      this.timeout = Endpoints.checked(each);
      return this;
    }

    /**
     * Uses this client instead of one with a connect timeout of 5 s. It must not follow redirects.
     */
    public Builder client(HttpClient host) {
      Validator.require("client", host);
      this.client = Endpoints.checked(host);
      return this;
    }

    /** Posts over TLS to public addresses alone, through sockets of this factory. */
    public Builder publicOnly(SSLSocketFactory sockets) {
      this.publicOnly = sockets;
      return this;
    }

    /** Sets the clock of timestamps and of a date in {@code Retry-After}. */
    public Builder clock(InstantSource time) {
      this.clock = Validator.require("clock", time);
      return this;
    }

    private HttpClient client() {
      HttpClient host = client;
      return host == null ? Endpoints.client() : host;
    }

    /**
     * Returns the sender.
     *
     * @throws InvalidInputException where public addresses alone are allowed and there is a client,
     *     which looks names up by itself
     */
    public SignedSender build() {
      if (publicOnly != null && client != null) {
        throw Validator.invalid("client", "none, where only public addresses are allowed");
      }
      return new SignedSender(this);
    }
  }
}
