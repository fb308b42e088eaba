package dev.sessionlifecycle.testkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The headers that providers sign their webhooks with, for tests of a host's own endpoint. */
public final class ProviderSignatures {
  private ProviderSignatures() {}

  /** Returns the header of LiveKit: a token that is valid for five minutes. */
  public static Map<String, String> livekit(
      String apiKey, String apiSecret, byte[] body, Instant at) {
    String hash = Base64.getEncoder().encodeToString(sha256(body));
    long now = at.getEpochSecond();
    String claims =
        "{\"exp\":"
            + (now + 300)
            + ",\"iss\":\""
            + apiKey
            + "\",\"nbf\":"
            + now
            + ",\"sha256\":\""
            + hash
            + "\"}";
    String signed = base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64Url(claims);
    byte[] digest = hmac("HmacSHA256", apiSecret, bytes(signed));
    return Map.of(
        "Authorization",
        signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
  }

  /**
   * Returns the header of Twilio.
   *
   * @param url the whole public address of the endpoint
   * @param form the body
   */
  public static Map<String, String> twilio(String authToken, String url, byte[] form) {
    String fields =
        Arrays.stream(new String(form, StandardCharsets.UTF_8).split("&", -1))
            .map(
                field ->
                    URLDecoder.decode(field.replaceFirst("=", "\u0000"), StandardCharsets.UTF_8))
            .sorted()
            .map(field -> field.replaceFirst("\u0000", ""))
            .collect(Collectors.joining());
    byte[] digest = hmac("HmacSHA1", authToken, bytes(url + fields));
    return Map.of("X-Twilio-Signature", Base64.getEncoder().encodeToString(digest));
  }

  /** Returns the header of Vapi. */
  public static Map<String, String> vapi(String secret) {
    return Map.of("X-Vapi-Secret", secret);
  }

  /** Returns the headers of Vapi for an HMAC credential in the form that it proposes. */
  public static Map<String, String> vapi(String secret, byte[] body, Instant at) {
    String time = Long.toString(at.getEpochSecond());
    String digest = HexFormat.of().formatHex(hmac("HmacSHA256", secret, bytes(time + "."), body));
    return Map.of("X-Timestamp", time, "X-Signature", digest);
  }

  /** Returns the header of Retell. */
  public static Map<String, String> retell(String apiKey, byte[] body, Instant at) {
    String time = Long.toString(at.toEpochMilli());
    String digest = HexFormat.of().formatHex(hmac("HmacSHA256", apiKey, body, bytes(time)));
    return Map.of("X-Retell-Signature", "v=" + time + ",d=" + digest);
  }

  /** Returns the header of ElevenLabs. */
  public static Map<String, String> elevenLabs(String secret, byte[] body, Instant at) {
    String time = Long.toString(at.getEpochSecond());
    String digest = HexFormat.of().formatHex(hmac("HmacSHA256", secret, bytes(time + "."), body));
    return Map.of("ElevenLabs-Signature", "t=" + time + ",v0=" + digest);
  }

  /**
   * Returns the headers of Telnyx.
   *
   * @param key an Ed25519 key; its public half belongs into the adapter
   */
  public static Map<String, String> telnyx(PrivateKey key, byte[] body, Instant at) {
    String time = Long.toString(at.getEpochSecond());
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(bytes(time + "|"));
      signature.update(body);
      return Map.of(
          "telnyx-timestamp",
          time,
          "telnyx-signature-ed25519",
          Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key is not one of Ed25519", e);
    }
  }

  private static String base64Url(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] hmac(String algorithm, String secret, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(bytes(secret), algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
