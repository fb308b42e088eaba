package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listing cursors passed from one node to another, and forged by someone who knows the format. */
class CursorTest {

  @ParameterizedTest
  @EnumSource
  void a_node_continues_where_another_stopped(LifecyclesUnderTest store) {
    OrganizationSessions one = store.sessions();
    LifecyclesUnderTest.open(one);
    LifecyclesUnderTest.open(one);
    String cursor = Objects.requireNonNull(one.list(SessionFilter.all(), null, 1).next());
    OrganizationSessions other =
        SessionLifecycle.builder(store.store()).build().organization(one.organizationId());
    Page<Session> second = other.list(SessionFilter.all(), cursor, 1);
    assertThat(second.items()).hasSize(1);
    assertThat(second).isEqualTo(one.list(SessionFilter.all(), cursor, 1));
  }

  @ParameterizedTest
  @EnumSource
  void a_forged_cursor_lists_only_sessions_of_the_callers_organization(LifecyclesUnderTest store) {
    OrganizationSessions own = store.sessions();
    Session mine = LifecyclesUnderTest.open(own);
    Session foreign = LifecyclesUnderTest.open(store.sessions());
    UUID mineId = own.organizationId();
    Instant later = foreign.createdAt().plusSeconds(1);
    assertThat(own.list(SessionFilter.all(), forged(mineId, later, foreign.id()), 10))
        .isEqualTo(new Page<>(List.of(mine), null));
    Instant earlier = mine.createdAt().minusSeconds(1);
    assertThat(own.list(SessionFilter.all(), forged(mineId, earlier, foreign.id()), 10).items())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_cursor_forged_for_another_organization_is_refused_by_its_field(LifecyclesUnderTest store) {
    OrganizationSessions own = store.sessions();
    Session mine = LifecyclesUnderTest.open(own);
    String forged = forged(UUID.randomUUID(), mine.createdAt(), mine.id());
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> own.list(SessionFilter.all(), forged, 10));
    assertThat(refused.violations())
        .containsExactly(new Violation("cursor", "must be one that this listing has returned"));
  }

  private static String forged(UUID organization, Instant createdAt, UUID id) {
    ByteBuffer cursor = ByteBuffer.allocate(29).put((byte) 1);
    cursor.putLong(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt));
    cursor.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    CRC32C checksum = new CRC32C();
    checksum.update(
        ByteBuffer.allocate(16)
            .putLong(organization.getMostSignificantBits())
            .putLong(organization.getLeastSignificantBits())
            .array());
    checksum.update(cursor.array(), 0, 25);
    cursor.putInt((int) checksum.getValue());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.array());
  }
}
