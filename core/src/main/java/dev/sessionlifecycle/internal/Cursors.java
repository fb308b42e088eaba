package dev.sessionlifecycle.internal;

import dev.sessionlifecycle.InvalidInputException;
import dev.sessionlifecycle.Limits;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.Violation;
import dev.sessionlifecycle.spi.ListIntent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Writes and reads the cursors of listings: where a page ended, and for which organization, with a
 * check sum. A cursor grants nothing: whatever it says, only the organization's own sessions are
 * listed; the check sum keeps accidents out.
 */
final class Cursors {
  private static final byte VERSION = 1;
  private static final int LENGTH = 1 + 16 + 8 + 16 + 4;

  private Cursors() {}

  static String after(UUID organizationId, Session last) {
    ByteBuffer buffer = ByteBuffer.allocate(LENGTH).put(VERSION);
    put(buffer, organizationId);
    buffer.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, last.createdAt()));
    put(buffer, last.id());
    buffer.putInt(checksum(buffer.array()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
  }

  static ListIntent.Position read(UUID organizationId, String cursor) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException notBase64) {
      throw refused();
    }
    if (bytes.length != LENGTH || bytes[0] != VERSION) {
      throw refused();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
    UUID organization = get(buffer);
    long micros = buffer.getLong();
    UUID id = get(buffer);
    if (buffer.getInt() != checksum(bytes) || !organization.equals(organizationId)) {
      throw refused();
    }
    Instant createdAt = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    if (createdAt.isBefore(Limits.MIN_TIME) || createdAt.isAfter(Limits.MAX_TIME)) {
      throw refused();
    }
    return new ListIntent.Position(createdAt, id);
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

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, LENGTH - 4);
    return (int) crc.getValue();
  }
}
