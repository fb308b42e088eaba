package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Replaces values with pseudonyms that are stable within a scope, by keyed hash. */
final class Pseudonyms implements Replacement {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int MIN_KEY = 16;
  private static final int LETTERS = 10;

  private final SecretKeySpec key;

  Pseudonyms(byte[] key) {
    if (key.length < MIN_KEY) {
      throw Validator.invalid("key", "at least " + MIN_KEY + " bytes");
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  @Override
  public String replace(PiiType type, String value, String scope) {
    byte[] hash = hash(scope + '\0' + type.label() + '\0' + Values.normalize(value));
    StringBuilder name = new StringBuilder("[").append(type.label()).append('_');
    long bits = 0;
    for (int i = 0; i < 8; i++) {
      bits = bits << 8 | (hash[i] & 0xff);
    }
    for (int i = 0; i < LETTERS; i++) {
      name.append(ALPHABET.charAt((int) (bits >>> (59 - 5 * i)) & 31));
    }
    return name.append(']').toString();
  }

  private byte[] hash(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
