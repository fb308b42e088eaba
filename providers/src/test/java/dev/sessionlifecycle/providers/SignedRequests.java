package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderSignatures;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Requests as each provider signs them, and adapters that accept them. */
final class SignedRequests {
  static final String URL = "https://hooks.example.org/hooks/twilio?tenant=7";
  static final String SECRET = "current secret";
  static final String PREVIOUS = "previous secret";
  private static final KeyPair KEYS = keys();

  private SignedRequests() {}

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The last 32 bytes of the X.509 form are the key itself. */
  static String publicKey(KeyPair keys) {
    byte[] encoded = keys.getPublic().getEncoded();
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  /** Adapters that accept two secrets each. */
  static List<ProviderAdapter> adapters() {
    return List.of(
        ProviderAdapter.livekit(Map.of("key", SECRET, "old key", PREVIOUS)),
        ProviderAdapter.twilio(SECRET, PREVIOUS),
        ProviderAdapter.vapi(SECRET, PREVIOUS),
        ProviderAdapter.retell(SECRET, PREVIOUS),
        ProviderAdapter.elevenLabs(SECRET, PREVIOUS),
        ProviderAdapter.amazonConnect("X-Api-Key", SECRET, PREVIOUS),
        ProviderAdapter.genesys("X-Api-Key", SECRET, PREVIOUS),
        ProviderAdapter.telnyx(publicKey(KEYS), publicKey(keys())));
  }

  static ProviderAdapter adapter(String provider) {
    return adapters().stream()
        .filter(it -> it.provider().equals(provider))
        .findFirst()
        .orElseThrow();
  }

  static ProviderRequest signed(ProviderPayload payload, Instant at) {
    return signed(payload.provider(), payload.body(), at, SECRET);
  }

  static ProviderRequest signed(String provider, byte[] body, Instant at, String secret) {
    Map<String, String> headers =
        switch (provider) {
          case "livekit" ->
              ProviderSignatures.livekit(
                  secret.equals(PREVIOUS) ? "old key" : "key", secret, body, at);
          case "twilio" -> ProviderSignatures.twilio(secret, URL, body);
          case "vapi" -> ProviderSignatures.vapi(secret);
          case "retell" -> ProviderSignatures.retell(secret, body, at);
          case "elevenlabs" -> ProviderSignatures.elevenLabs(secret, body, at);
          case "telnyx" ->
              ProviderSignatures.telnyx(
                  secret.equals(SECRET) ? KEYS.getPrivate() : keys().getPrivate(), body, at);
          default -> Map.of("x-api-key", secret);
        };
    return ProviderRequest.of(URL, headers, body);
  }
}
