package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Verifies the webhooks of one provider and reads them. Pure: no I/O, no clock, no state but the
 * counters of unmapped reasons. Thread-safe.
 *
 * <p>Secrets are compared in constant time. To rotate a secret, give the new and the old one: any
 * of them is accepted. Where the provider signs a time, requests outside {@link #REPLAY_WINDOW} are
 * refused; elsewhere a replayed request changes nothing, since all signals are idempotent.
 *
 * <p>A body is read within bounds: 64 levels, a million tokens, and names of 1,000 characters. The
 * caller bounds its length. Unknown events and fields are ignored, as providers add both at any
 * time.
 *
 * <p>{@code docs/providers} has a page on each provider: what to switch on, what comes, and what it
 * becomes. Write an adapter for another provider by implementing the three methods.
 */
public interface ProviderAdapter {

  /**
   * How much the time that a provider signed may differ from that of the arrival: 5 minutes, and 30
   * for ElevenLabs.
   */
  Duration REPLAY_WINDOW = Duration.ofMinutes(5);

  /** The name of the provider, such as {@code vapi}: lower-case letters, digits and hyphens. */
  String provider();

  /**
   * Verifies that a request comes from the provider.
   *
   * @param arrivedAt when it came, by the host's clock
   * @throws UnauthenticatedException if it does not, or if it was signed too long ago
   */
  void verify(ProviderRequest request, Instant arrivedAt);

  /**
   * Reads the body of a verified request.
   *
   * @return what it reports, in the order in which it is to be applied; never empty
   * @throws MalformedPayloadException if it cannot be read
   */
  List<ProviderSignal> read(byte[] body);

  /**
   * LiveKit: a token of HS256 in {@code Authorization} that contains the hash of the body.
   *
   * @see <a href="https://docs.livekit.io/home/server/webhooks/">LiveKit, webhooks</a>
   */
  static ProviderAdapter livekit(String apiKey, String apiSecret) {
    return livekit(
        Map.of(Validator.require("api_key", apiKey), Validator.require("api_secret", apiSecret)));
  }

  /** LiveKit with several API keys. */
  static ProviderAdapter livekit(Map<String, String> secretsByKey) {
    return new LiveKitAdapter(secretsByKey);
  }

  /**
   * Twilio: {@code X-Twilio-Signature}, an HMAC-SHA1 of the address and the form. Twilio signs no
   * time.
   *
   * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Twilio,
   *     security</a>
   */
  static ProviderAdapter twilio(String... authTokens) {
    return new TwilioAdapter(new Secrets("auth_tokens", authTokens));
  }

  /**
   * Vapi: the secret itself in {@code X-Vapi-Secret}, or as a bearer token in {@code
   * Authorization}, where no time is signed; or an HMAC credential in the form that Vapi proposes:
   * {@code X-Signature} with the HMAC-SHA256 or HMAC-SHA512 of {@code X-Timestamp}, a full stop and
   * the body, in hexadecimal, with or without a prefix such as {@code sha256=}.
   *
   * @see <a href="https://docs.vapi.ai/server-url/server-authentication">Vapi, authentication</a>
   */
  static ProviderAdapter vapi(String... secrets) {
    return new VapiAdapter(new Secrets("secrets", secrets));
  }

  /**
   * Retell: {@code X-Retell-Signature}, an HMAC-SHA256 of the body and a time.
   *
   * @see <a href="https://docs.retellai.com/features/secure-webhook">Retell, secure webhook</a>
   */
  static ProviderAdapter retell(String... apiKeys) {
    return new RetellAdapter(new Secrets("api_keys", apiKeys));
  }

  /**
   * ElevenLabs: {@code ElevenLabs-Signature}, an HMAC-SHA256 of a time and the body.
   *
   * @see <a href="https://elevenlabs.io/docs/agents-platform/workflows/post-call-webhooks">
   *     ElevenLabs, post-call webhooks</a>
   */
  static ProviderAdapter elevenLabs(String... secrets) {
    return new ElevenLabsAdapter(new Secrets("secrets", secrets));
  }

  /**
   * Amazon Connect: contact events through an API destination of EventBridge, which sends the value
   * of a header, and contact records. No time is signed.
   *
   * @param header the name of the header, such as {@code X-Api-Key}
   * @param values what its value may be
   * @see <a href="https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html">Amazon
   *     Connect, contact events</a>
   */
  static ProviderAdapter amazonConnect(String header, String... values) {
    Validator.require("header", header);
    return new ConnectAdapter(header, new Secrets("values", values));
  }

  /**
   * Genesys Cloud: detail events through an API destination of EventBridge, which sends the value
   * of a header. No time is signed.
   *
   * @param header the name of the header, such as {@code X-Api-Key}
   * @param values what its value may be
   */
  static ProviderAdapter genesys(String header, String... values) {
    Validator.require("header", header);
    return new GenesysAdapter(header, new Secrets("values", values));
  }

  /**
   * Telnyx: {@code telnyx-signature-ed25519}, a signature of a time and the body.
   *
   * @param publicKeys of the account, as its portal shows them: 32 bytes in Base64
   * @see <a href="https://developers.telnyx.com/api-reference/callbacks/call-hangup">Telnyx, call
   *     hangup</a>
   */
  static ProviderAdapter telnyx(String... publicKeys) {
    return new TelnyxAdapter(publicKeys);
  }
}
