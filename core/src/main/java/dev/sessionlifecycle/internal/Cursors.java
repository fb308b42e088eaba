package dev.sessionlifecycle.internal;

import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.Limits;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.Violation;
import dev.sessionlifecycle.spi.ListIntent;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads the cursors of listings: where a page ended, and for which organization, with a
 * seal. A cursor grants nothing: whatever it says, only the organization's own sessions are listed.
 */
public final class Cursors {
  private static final int LENGTH = 1 + 16 + 8 + 16;

  /** Of a seal that needs a key: half of what it yields is as much as may be left out, RFC 2104. */
  private static final int SIGNATURE = 16;

  private final byte version;
  private final UnaryOperator<byte[]> seal;

  private Cursors(int version, UnaryOperator<byte[]> seal) {
    this.version = (byte) version;
    this.seal = seal;
  }

  /** With a check sum: keeps accidents out. */
  public static Cursors checked() {
    return new Cursors(1, Cursors::checksum);
  }

  /** Signed (HMAC-SHA256, RFC 2104): only what was written with this key is read. */
  public static Cursors signed(byte[] key) {
    SecretKey secret = new SecretKeySpec(key, "HmacSHA256");
    return new Cursors(2, body -> signature(secret, body));
  }

  String after(UUID organizationId, Session last) {
    ByteBuffer body = ByteBuffer.allocate(LENGTH).put(version);
    put(body, organizationId);
    body.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, last.createdAt()));
    put(body, last.id());
    byte[] sealed = seal.apply(body.array());
    byte[] cursor = Arrays.copyOf(body.array(), LENGTH + sealed.length);
    System.arraycopy(sealed, 0, cursor, LENGTH, sealed.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
  }

  ListIntent.Position read(UUID organizationId, String cursor) {
    ByteBuffer body = ByteBuffer.wrap(opened(cursor));
    body.get();
    UUID organization = get(body);
    long micros = body.getLong();
    UUID id = get(body);
    Instant createdAt = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    if (!organization.equals(organizationId)
        || createdAt.isBefore(Limits.MIN_TIME)
        || createdAt.isAfter(Limits.MAX_TIME)) {
      throw refused();
    }
    return new ListIntent.Position(createdAt, id);
  }

  private byte[] opened(String cursor) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException notBase64) {
      throw refused();
    }
    if (bytes.length < LENGTH || bytes[0] != version) {
      throw refused();
    }
    byte[] body = Arrays.copyOf(bytes, LENGTH);
    byte[] sealed = Arrays.copyOfRange(bytes, LENGTH, bytes.length);
    if (!MessageDigest.isEqual(sealed, seal.apply(body))) {
      throw refused();
    }
    return body;
  }

  private static byte[] checksum(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
  }

  private static byte[] signature(SecretKey key, byte[] body) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(body), SIGNATURE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has to have HmacSHA256", e);
    }
  }

  private static InvalidInputException refused() {
    return new InvalidInputException(
        List.of(new Violation("cursor", "must be one that this listing has answered")));
  }

  private static void put(ByteBuffer buffer, UUID id) {
    buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static UUID get(ByteBuffer buffer) {
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
