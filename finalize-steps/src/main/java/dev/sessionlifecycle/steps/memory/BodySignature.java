package dev.sessionlifecycle.steps.memory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs request bodies together with the time, so that a receiver can reject forged and old
 * requests.
 */
final class BodySignature {

  static final String HEADER = "Session-Lifecycle-Signature";

  private final SecretKeySpec key;

  BodySignature(byte[] secret) {
    this.key = new SecretKeySpec(secret, "HmacSHA256");
  }

  String of(long epochSecond, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update((epochSecond + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=" + epochSecond + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
