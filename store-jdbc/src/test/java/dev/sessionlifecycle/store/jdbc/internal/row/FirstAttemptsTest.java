package dev.sessionlifecycle.store.jdbc.internal.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.AttemptRecord.Result;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstAttemptsTest {
  private static final UUID NODE = UUID.fromString("0190a5a0-0000-7000-8000-000000000001");
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.000001Z");

  private static AttemptRecord attempt(
      int number, UUID node, Result result, @Nullable String label) {
    return new AttemptRecord("scrub", number, node, AT, AT.plusMillis(7), result, label);
  }

  private static Settlement settlement(@Nullable String base, AttemptRecord... attempts) {
    return new Settlement(
        new LeaseRef(new SessionKey(NODE, NODE), 1),
        base == null ? null : ChainState.decode(base),
        ChainState.decode("d1 d1"),
        new Settlement.ReleaseLease(null),
        List.of(attempts),
        List.of());
  }

  @Test
  void a_settlement_is_a_line() {
    String line =
        FirstAttempts.of(
            settlement(
                "p0 p0",
                attempt(1, NODE, Result.DONE, null),
                attempt(1, NODE, Result.SKIPPED, "no_text")));
    assertEquals(
        NODE + "\t1772366400000001\tscrub\td\t0\t7000\t\tscrub\ts\t0\t7000\t=no_text\n", line);
  }

  @Test
  void lines_are_read_in_order() {
    AttemptRecord one = attempt(1, NODE, Result.DONE, null);
    AttemptRecord other = attempt(1, new UUID(1, 2), Result.SKIPPED, "a\tb\nc\r\\n");
    String first = FirstAttempts.of(settlement("p0 p0", one));
    String second = FirstAttempts.of(settlement("d1 p0", other));
    assertEquals(List.of(one, other), FirstAttempts.read(first + second));
    assertEquals(List.of(), FirstAttempts.read(null));
    assertEquals(2, FirstAttempts.count(first + second));
    assertEquals(0, FirstAttempts.count(null));
  }

  @Test
  void a_result_of_a_newer_version_is_read_as_lost() {
    String line = NODE + "\t0\tscrub\tz\t0\t0\t\n";
    assertEquals(Result.LOST, FirstAttempts.read(line).get(0).result());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\n", "x\t0\n", "00000000-0000-0000-0000-000000000000\t0\tscrub\n"})
  void a_text_that_cannot_be_read_is_refused(String text) {
    assertThrows(StoreException.class, () -> FirstAttempts.read(text));
  }

  @Test
  void only_attempts_that_finish_their_steps_at_once_are_kept_together() {
    AttemptRecord done = attempt(1, NODE, Result.DONE, null);
    assertNotNull(FirstAttempts.of(settlement("d1 s0 p0", done)));
    assertNull(FirstAttempts.of(settlement("p0 p0")));
    assertNull(FirstAttempts.of(settlement(null, done)));
    assertNull(FirstAttempts.of(settlement("p1 p0", done)));
    assertNull(FirstAttempts.of(settlement("d2 p0", done)));
    assertNull(FirstAttempts.of(settlement("x1 p0", done)));
    assertNull(FirstAttempts.of(settlement("p0 p0", attempt(2, NODE, Result.DONE, null))));
    assertNull(FirstAttempts.of(settlement("p0 p0", attempt(1, NODE, Result.FAILED, "x"))));
    assertNull(
        FirstAttempts.of(settlement("p0 p0", done, attempt(1, new UUID(1, 2), Result.DONE, null))));
  }

  @Test
  void times_that_are_too_far_away_are_kept_by_themselves() {
    AttemptRecord far = new AttemptRecord("scrub", 1, NODE, AT, Instant.MAX, Result.DONE, null);
    assertNull(FirstAttempts.of(settlement("p0 p0", far)));
  }
}
