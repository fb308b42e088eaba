package dev.sessionlifecycle.verification.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one step changed, and the conditions that must hold for it. */
record ObservedChanges(
    Map<UUID, Session> before, Map<UUID, Session> after, Map<UUID, HoldScope> held, Instant now) {
  static final String SWEEP = "sweep";
  static final String ERASURE = "erasure";

  void nothingHeldLiveOrUnfinishedIsGone(String done) {
    for (Session was : before.values()) {
      if (!after.containsKey(was.id())) {
        assertThat(done).as("what a session went by").isIn(SWEEP, ERASURE);
        assertThat(was.isEnded()).as("it had ended: %s", was).isTrue();
        assertThat(was.finalizedAt()).as("its chain had finished: %s", was).isNotNull();
        assertThat(held.values()).as("what is held").noneMatch(it -> covers(it, was));
        if (done.equals(SWEEP)) {
          assertThat(was.retentionExpiresAt()).as("it was kept until").isBeforeOrEqualTo(now);
        }
      }
    }
  }

  private static boolean covers(HoldScope scope, Session session) {
    return scope.equals(HoldScope.organization())
        || scope.equals(HoldScope.session(session.id()))
        || scope.equals(HoldScope.endUser(session.endUserId()));
  }

  void noStampMovesBackwards() {
    for (Session is : after.values()) {
      Session was = before.get(is.id());
      if (was != null) {
        assertNotBefore(was.updatedAt(), is.updatedAt());
        assertNotBefore(was.statusSince(), is.statusSince());
        assertNotBefore(was.lastActivityAt(), is.lastActivityAt());
        assertNotBefore(was.lastMessageAt(), is.lastMessageAt());
        assertStays(was.createdAt(), is.createdAt());
        assertStays(was.startedAt(), is.startedAt());
        assertStays(was.activatedAt(), is.activatedAt());
        assertStays(was.endedAt(), is.endedAt());
        assertStays(was.closedAt(), is.closedAt());
        assertStays(was.finalizedAt(), is.finalizedAt());
        assertThat(!was.isEnded() || was.status().equals(is.status())).isTrue();
      }
      assertThat(is.startedAt()).isBeforeOrEqualTo(is.updatedAt());
      if (is.isEnded()) {
        assertThat(is.durationMs()).isNotNegative();
        assertThat(is.endedAt()).isBetween(is.startedAt(), is.closedAt());
      }
    }
  }

  private static void assertNotBefore(@Nullable Instant was, @Nullable Instant is) {
    if (was != null) {
      assertThat(is).isAfterOrEqualTo(was);
    }
  }

  private static void assertStays(@Nullable Instant was, @Nullable Instant is) {
    if (was != null) {
      assertThat(is).isEqualTo(was);
    }
  }

  /** Checks that a sweep expires exactly the sessions past a limit, and other calls no others. */
  void limitsCount(String done, Map<UUID, StoreTimes> times) {
    for (Session was : before.values()) {
      Session is = after.get(was.id());
      if (!was.isEnded() && is != null) {
        Optional<Instant> deadline = deadline(was, times);
        boolean isOverdue = deadline.filter(it -> !it.isAfter(now)).isPresent();
        boolean isExpired = is.status().equals(SessionStatus.EXPIRED);
        String text = String.format(Locale.ROOT, "%s, due at %s, at %s", was, deadline, now);
        if (done.equals(SWEEP)) {
          assertThat(isExpired).as(text).isEqualTo(isOverdue);
        } else if (isExpired) { // by a call that found it overdue
          assertThat(isOverdue).as(text).isTrue();
        }
      }
    }
  }

  /** Checks that whatever is done to a session past its limit leaves it as it is, or ends it. */
  void nothingRevives(Map<UUID, StoreTimes> times, Instant storeNow) {
    for (Session was : before.values()) {
      Session is = after.get(was.id());
      if (!was.isEnded()
          && is != null
          && deadline(was, times).filter(it -> !it.isAfter(storeNow)).isPresent()) {
        assertThat(is.isEnded() || is.equals(was)).as("%s, at %s", is, storeNow).isTrue();
      }
    }
  }

  private static Optional<Instant> deadline(Session session, Map<UUID, StoreTimes> times) {
    return Objects.requireNonNull(times.get(session.id())).deadline(session.channel());
  }

  /** Returns what happened, for counting. */
  List<String> seen() {
    List<String> seen = new ArrayList<>();
    for (Session was : before.values()) {
      Session is = after.get(was.id());
      if (is == null) {
        seen.add("gone");
      } else if (!was.status().equals(SessionStatus.EXPIRED)
          && is.status().equals(SessionStatus.EXPIRED)) {
        seen.add("expired");
      }
    }
    return seen;
  }
}
