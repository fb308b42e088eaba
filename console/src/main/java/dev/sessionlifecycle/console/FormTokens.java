package dev.sessionlifecycle.console;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens by which a form proves to come from a page of the console: an HMAC of who was served,
 * where the form leads, and the hour. Nothing is stored, so that every node with the same key
 * accepts them. A token is good for one to two hours.
 */
final class FormTokens {
  private static final String ALGORITHM = "HmacSHA256";
  private static final long HOUR = 3_600;

  private final SecretKeySpec key;

  FormTokens(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Returns the token for a form of this user that leads to this target. */
  String issue(String user, String target, Instant now) {
    return sign(user, target, hour(now));
  }

  /** Whether a token was issued for this user and target within the last one to two hours. */
  boolean accepts(String token, String user, String target, Instant now) {
    long hour = hour(now);
    return isEqual(token, sign(user, target, hour)) || isEqual(token, sign(user, target, hour - 1));
  }

  private static boolean isEqual(String given, String expected) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }

  private static long hour(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), HOUR);
  }

  private String sign(String user, String target, long hour) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // The length keeps one user's name and target from reading as another's.
      String signed = "console-form\n" + user.length() + "\n" + user + "\n" + target + "\n" + hour;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + ALGORITHM, e);
    }
  }
}
