package dev.sessionlifecycle.store.jdbc.internal.sql;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.ExternalRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the keys under which external ids are looked up: 43 characters that do not reveal the id,
 * equal for the same id in the same organization and different otherwise.
 */
public final class ExternalKeys {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST = 16;

  private final SecretKeySpec secret;

  private ExternalKeys(byte[] secret) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
  }

  /** Returns keys without a secret. */
  public static ExternalKeys plain() {
    return new ExternalKeys(new byte[SHORTEST]);
  }

  public static ExternalKeys keyed(byte[] secret) {
    if (Validator.require("external_id_secret", secret).length < SHORTEST) {
      throw Validator.invalid("external_id_secret", "at least " + SHORTEST + " bytes");
    }
    return new ExternalKeys(secret);
  }

  public String of(UUID organizationId, ExternalRef ref) {
    byte[] source = ref.source().getBytes(StandardCharsets.UTF_8);
    byte[] id = ref.id().getBytes(StandardCharsets.UTF_8);
    // The length prefix separates the two, so that no other pair yields the same bytes.
    ByteBuffer text = ByteBuffer.allocate(20 + source.length + id.length);
    text.putLong(organizationId.getMostSignificantBits());
    text.putLong(organizationId.getLeastSignificantBits());
    text.putInt(source.length).put(source).put(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash(text.array()));
  }

  private byte[] hash(byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
