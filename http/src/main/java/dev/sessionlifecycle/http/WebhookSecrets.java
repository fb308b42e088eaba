package dev.sessionlifecycle.http;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/** Makes secrets and key pairs for webhooks, in the form of Standard Webhooks. */
public final class WebhookSecrets {
  private static final int BYTES = 32;

  private WebhookSecrets() {}

  /**
   * The two halves of an Ed25519 key pair.
   *
   * @param secretKey {@code whsk_…}, for the sender alone
   * @param publicKey {@code whpk_…}, for receivers
   */
  public record SigningKeys(String secretKey, String publicKey) {
    /** Checks that both are there. */
    public SigningKeys {
      Validator.require("secret_key", secretKey);
      Validator.require("public_key", publicKey);
    }

    /** Shows neither. */
    @Override
    public String toString() {
      return "SigningKeys[Ed25519]";
    }
  }

  /** Returns a new shared secret of 32 random bytes: {@code whsec_…}. */
  public static String newShared() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  /** Returns a new Ed25519 key pair: receivers need to know no secret. */
  public static SigningKeys newKeyPair() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] open = Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length);
      Base64.Encoder base64 = Base64.getEncoder();
      return new SigningKeys(
          "whsk_" + base64.encodeToString(seed), "whpk_" + base64.encodeToString(open));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
    }
  }
}
