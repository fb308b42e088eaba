package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets that are accepted from a provider: one, or several while they are rotated. */
final class Secrets {
  private static final int MOST = 100;
  private static final int LONGEST = 10_000;

  private final List<String> values;

  Secrets(String field, String... values) {
    this.values = checked(field, values);
  }

  /** Returns 1 to 100 values, none of which is blank. */
  static List<String> checked(String field, String... values) {
    List<String> all = Validator.requireElements(field, values);
    Validator validator = new Validator();
    validator.range(field, all.size(), 1, MOST);
    all.forEach(it -> validator.nonBlank(field, it, LONGEST));
    validator.throwIfInvalid();
    return all;
  }

  /** Whether the given text is one of the secrets; all are compared, each in constant time. */
  boolean contain(String given) {
    return matchAny(given.getBytes(StandardCharsets.UTF_8), Secrets::bytes);
  }

  /** Whether the given bytes are what one of the secrets leads to. */
  boolean matchAny(byte[] given, Function<String, byte[]> expected) {
    boolean matches = false;
    for (String secret : values) {
      matches |= MessageDigest.isEqual(expected.apply(secret), given);
    }
    return matches;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the HMAC of these parts, one behind the other. */
  static byte[] hmac(String algorithm, String secret, byte[]... parts) {
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

  static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Contains no secret. */
  @Override
  public String toString() {
    return "Secrets[" + values.size() + "]";
  }
}
