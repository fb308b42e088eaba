package dev.sessionlifecycle.internal.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sessionlifecycle.internal.support.UuidV7;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV7Test {
  @Test
  void an_id_carries_its_version_its_variant_and_the_time() {
    Instant now = Instant.parse("2026-11-21T10:00:00.123Z");
    UuidV7 ids = new UuidV7(InstantSource.fixed(now), new Random(1));
    UUID id = ids.get();
    assertEquals(7, id.version());
    assertEquals(2, id.variant());
    assertEquals(now.toEpochMilli(), id.getMostSignificantBits() >>> 16);
    assertNotEquals(id, ids.get());
  }
}
