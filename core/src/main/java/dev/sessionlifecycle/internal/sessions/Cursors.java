package dev.sessionlifecycle.internal.sessions;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.ListIntent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes and reads the cursors of listings: Base64 of a version, of the creation time and id of the
 * last session of a page, and of a check sum over these and the organization. The check sum catches
 * damaged and mixed-up cursors. It is no protection, and none is needed: a forged cursor can only
 * page through the caller's own organization.
 */
final class Cursors {
  private static final byte VERSION = 1;
  private static final int BODY_BYTES = 1 + Long.BYTES + 2 * Long.BYTES;
  private static final int BYTES = BODY_BYTES + Integer.BYTES;

  private Cursors() {}

  static String after(UUID organizationId, Session last) {
    Instant createdAt = last.createdAt();
    long micros = createdAt.getEpochSecond() * 1_000_000 + createdAt.getNano() / 1_000;
    return write(organizationId, micros, last.id());
  }

  /**
   * Returns where a listing of the organization continues.
   *
   * @throws InvalidInputException for anything but a cursor of such a listing
   */
  static ListIntent.Position read(UUID organizationId, String cursor) {
    ByteBuffer bytes = decoded(cursor);
    if (bytes.remaining() == BYTES) {
      long micros = bytes.getLong(1);
      UUID id = new UUID(bytes.getLong(1 + Long.BYTES), bytes.getLong(1 + 2 * Long.BYTES));
      Instant createdAt = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
      boolean isInRange =
          !createdAt.isBefore(Limits.MIN_TIME) && !createdAt.isAfter(Limits.MAX_TIME);
      // Comparing the text checks version, check sum and organization at once.
      if (isInRange && write(organizationId, micros, id).equals(cursor)) {
        return new ListIntent.Position(createdAt, id);
      }
    }
    throw new InvalidInputException(
        List.of(new Violation("cursor", "must be one that this listing has returned")));
  }

  private static String write(UUID organizationId, long micros, UUID id) {
    ByteBuffer bytes = put(ByteBuffer.allocate(BYTES).put(VERSION).putLong(micros), id);
    CRC32C checksum = new CRC32C();
    checksum.update(put(ByteBuffer.allocate(2 * Long.BYTES), organizationId).array());
    checksum.update(bytes.array(), 0, BODY_BYTES);
    bytes.putInt((int) checksum.getValue());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static ByteBuffer decoded(String cursor) {
    try {
      return ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
    } catch (IllegalArgumentException notBase64) {
      return ByteBuffer.allocate(0);
    }
  }

  private static ByteBuffer put(ByteBuffer buffer, UUID id) {
    return buffer.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }
}
