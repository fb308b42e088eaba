package dev.sessionlifecycle.spi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.rules.RetentionRules;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static SessionBuilder session() {
    return SessionBuilder.of(new UUID(1, 1), new UUID(2, 1), new UUID(3, 1))
        .createdAt(NOON)
        .startedAt(NOON)
        .updatedAt(NOON)
        .retentionExpiresAt(NOON)
        .archivedAt(NOON);
  }

  @Test
  void a_session_is_looked_at_anew_where_its_date_or_its_archive_mark_changes() {
    Session before = session().build();

    assertTrue(
        RetentionRules.isRetimed(before, session().retentionExpiresAt(NOON.plusNanos(1)).build()));
    assertTrue(RetentionRules.isRetimed(before, session().retentionExpiresAt(null).build()));
    assertTrue(RetentionRules.isRetimed(before, session().archivedAt(null).build()));
    assertFalse(RetentionRules.isRetimed(before, session().subject("another").build()));
  }
}
