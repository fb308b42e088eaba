package dev.sessionlifecycle.http.internal;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A key of <a href="https://www.standardwebhooks.com/">Standard Webhooks</a>: a shared secret
 * ({@code whsec_}, HMAC-SHA-256, signature {@code v1}), or the secret or public half of an Ed25519
 * pair ({@code whsk_}, {@code whpk_}, signature {@code v1a}). Immutable; shows nothing of the key.
 */
public final class WebhookKey {
  private static final String SHARED = "whsec_";
  private static final String SECRET = "whsk_";
  private static final String PUBLIC = "whpk_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final int ED25519 = 32;
  private static final String RULE =
      "whsec_ and 24 to 64 bytes, whsk_ and 32 or 64 bytes, or whpk_ and 32 bytes, in Base64";

  /** What precedes the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final @Nullable SecretKeySpec shared;
  private final @Nullable PrivateKey secret;
  private final @Nullable PublicKey open;

  private WebhookKey(
      @Nullable SecretKeySpec shared, @Nullable PrivateKey secret, @Nullable PublicKey open) {
    this.shared = shared;
    this.secret = secret;
    this.open = open;
  }

  /**
   * Reads a key.
   *
   * @param field what to name in an error
   * @throws InvalidInputException where the text is no key; it is not repeated
   */
  public static WebhookKey parse(String field, @Nullable String text) {
    String key = Validator.require(field, text);
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(key.substring(key.indexOf('_') + 1));
    } catch (IllegalArgumentException e) {
      throw Validator.invalid(field, RULE);
    }
    try {
      if (key.startsWith(SHARED) && bytes.length >= SHORTEST && bytes.length <= LONGEST) {
        return new WebhookKey(new SecretKeySpec(bytes, "HmacSHA256"), null, null);
      }
      KeyFactory keys = KeyFactory.getInstance("Ed25519");
      // 64 bytes are the secret half followed by the public one.
      if (key.startsWith(SECRET) && (bytes.length == ED25519 || bytes.length == 2 * ED25519)) {
        byte[] seed = Arrays.copyOf(bytes, ED25519);
        return new WebhookKey(
            null,
            keys.generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)),
            null);
      }
      if (key.startsWith(PUBLIC) && bytes.length == ED25519) {
        byte[] encoded = Arrays.copyOf(X509, X509.length + ED25519);
        System.arraycopy(bytes, 0, encoded, X509.length, ED25519);
        return new WebhookKey(null, null, keys.generatePublic(new X509EncodedKeySpec(encoded)));
      }
    } catch (GeneralSecurityException e) {
      throw Validator.invalid(field, RULE);
    }
    throw Validator.invalid(field, RULE);
  }

  /** Whether it can sign. */
  public boolean canSign() {
    return open == null;
  }

  /** Whether it can verify. */
  public boolean canVerify() {
    return secret == null;
  }

  /** Returns the version and the signature of these bytes, as the header has them. */
  String sign(byte[] content) {
    try {
      if (secret == null) {
        return "v1," + Base64.getEncoder().encodeToString(hmac(content));
      }
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(secret);
      signature.update(content);
      return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }

  /**
   * Whether a signature of the header is one of these bytes by this key. Takes the same time
   * wherever an HMAC differs.
   *
   * @param version what precedes the comma: {@code v1} or {@code v1a}
   */
  public boolean verifies(byte[] content, String version, byte[] signature) {
    try {
      if (shared != null) {
        return version.equals("v1") && MessageDigest.isEqual(hmac(content), signature);
      }
      if (open == null || !version.equals("v1a")) {
        return false;
      }
      Signature verifying = Signature.getInstance("Ed25519");
      verifying.initVerify(open);
      verifying.update(content);
      return verifying.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a signature that is none
    }
  }

  private byte[] hmac(byte[] content) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(shared);
    return mac.doFinal(content);
  }

  @Override
  public String toString() {
    return "WebhookKey[" + (shared != null ? SHARED : secret != null ? SECRET : PUBLIC) + "]";
  }
}
