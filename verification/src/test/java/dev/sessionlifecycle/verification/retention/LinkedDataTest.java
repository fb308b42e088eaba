package dev.sessionlifecycle.verification.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.EndUserEraser;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.Done;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.KeptReason;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Recordings and memories in other systems go with their sessions, and stay with them. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class LinkedDataTest extends HousekeepingFixture {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration HOUR = Duration.ofHours(1);

  /** The sessions whose recordings were deleted, in order. */
  private final List<UUID> deleted = new ArrayList<>();

  /** The sessions of which a memory is there. */
  private final Set<UUID> remembered = new HashSet<>();

  /** The sessions whose data cannot be deleted now. */
  private final Set<UUID> stuck = new HashSet<>();

  /** A memory that knows which sessions it learned from. */
  private final class Memory implements EndUserEraser {
    @Override
    public boolean forget(UUID organizationId, UUID endUserId) {
      throw new AssertionError("the sessions to keep are always given");
    }

    @Override
    public boolean forget(UUID organizationId, UUID endUserId, Set<UUID> keep) {
      remembered.retainAll(keep);
      return true;
    }

    @Override
    public boolean forgetSessions(UUID organizationId, Set<UUID> sessionIds) throws IOException {
      if (sessionIds.stream().anyMatch(stuck::contains)) {
        throw new IOException("down");
      }
      sessionIds.forEach(remembered::remove);
      return true;
    }
  }

  private void delete(UUID organizationId, UUID sessionId) throws IOException {
    assertThat(organizationId).isEqualTo(organization);
    assertThat(sessions.find(sessionId)).as("deleted before the session").isPresent();
    if (stuck.contains(sessionId)) {
      throw new IOException("down");
    }
    deleted.add(sessionId);
  }

  private void build(RetentionPolicy policy) {
    build(it -> it.retention(policy).recordings(this::delete).endUserEraser(new Memory()));
  }

  private Session ended() {
    Session session = call();
    sessions.append(session.id(), Message.fromUser("hello"));
    sessions.markRecorded(session.id());
    remembered.add(session.id());
    return sessions.close(session.id(), "USER_REQUESTED").session();
  }

  private OrganizationRetention retention() {
    return lifecycle.retention(organization);
  }

  @Test
  void a_purge_deletes_recordings_and_memory_before_the_session() {
    build(RetentionPolicy.keepFor(WEEK));
    Session one = ended();
    Session other = ended();
    assertThat(sweepAfter(WEEK.minusNanos(1_000)).done()).doesNotContainKey(Done.PURGED);
    assertThat(deleted).isEmpty();
    assertThat(sweepAfter(Duration.ofNanos(1_000)).count(Done.PURGED)).isEqualTo(2);
    assertThat(deleted).containsExactlyInAnyOrder(one.id(), other.id());
    assertThat(remembered).isEmpty();
  }

  @Test
  void an_anonymized_session_is_not_marked_as_recorded_any_more() {
    build(RetentionPolicy.keepFor(WEEK).thenAnonymize());
    Session session = ended();
    assertThat(sweepAfter(WEEK).count(Done.ANONYMIZED)).isEqualTo(1);
    assertThat(deleted).containsExactly(session.id());
    assertThat(remembered).isEmpty();
    assertThat(reload(session).hasRecording()).isFalse();
  }

  @Test
  void an_anonymized_session_stays_marked_as_recorded_if_nothing_deletes_recordings() {
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK).thenAnonymize()));
    Session session = ended();
    assertThat(sweepAfter(WEEK).count(Done.ANONYMIZED)).isEqualTo(1);
    assertThat(reload(session).hasRecording()).isTrue();
  }

  @Test
  void a_session_whose_recordings_are_not_deleted_is_kept_and_counted() {
    build(RetentionPolicy.keepFor(WEEK));
    Session session = ended();
    Session other = ended();
    stuck.add(session.id());
    build(it -> it.retention(RetentionPolicy.keepFor(WEEK)).recordings(this::delete));
    HousekeepingReport report = sweepAfter(WEEK);
    assertThat(report.notDone()).isEqualTo(Map.of(NotDone.RECORDINGS_FAILED, 1));
    assertThat(report.count(Done.PURGED)).isEqualTo(1);
    assertThat(isThere(session)).isTrue();
    assertThat(isThere(other)).isFalse();
    stuck.clear();
    assertThat(sweepAfter(HOUR).count(Done.PURGED)).isEqualTo(1);
    assertThat(deleted).contains(session.id());
  }

  @Test
  void a_session_that_a_memory_cannot_forget_is_kept_and_does_not_block_others() {
    build(RetentionPolicy.keepFor(WEEK));
    Session session = ended();
    List<Session> others = List.of(ended(), ended(), ended());
    stuck.add(session.id());
    HousekeepingReport report = sweepAfter(WEEK);
    assertThat(report.notDone()).isEqualTo(Map.of(NotDone.MEMORY_FAILED, 1));
    assertThat(report.count(Done.PURGED)).isEqualTo(others.size());
    assertThat(remembered).containsExactly(session.id());
    assertThat(deleted).as("the recordings stay with the session").doesNotContain(session.id());
    stuck.clear();
    assertThat(sweepAfter(HOUR).count(Done.PURGED)).isEqualTo(1);
    assertThat(remembered).isEmpty();
  }

  @Test
  void recordings_that_fail_one_after_the_other_are_called_only_a_few_times() {
    int[] calls = {0};
    build(
        it ->
            it.retention(RetentionPolicy.keepFor(WEEK))
                .recordings(
                    (organizationId, id) -> {
                      calls[0]++;
                      throw new IOException("down");
                    }));
    for (int i = 0; i < 30; i++) {
      ended();
    }
    assertThat(sweepAfter(WEEK).count(NotDone.RECORDINGS_FAILED)).isEqualTo(30);
    assertThat(calls[0]).isEqualTo(12);
  }

  @Test
  void a_hold_keeps_the_recordings_and_the_memory_of_what_it_covers() {
    build(RetentionPolicy.keepFor(WEEK));
    Session held = ended();
    Session free = ended();
    Hold hold = retention().place(HoldScope.session(held.id()), "matter 7", "counsel");
    assertThat(sweepAfter(WEEK).count(Done.PURGED)).isEqualTo(1);
    assertThat(deleted).containsExactly(free.id());
    assertThat(remembered).containsExactly(held.id());
    retention().release(hold.id(), "judge");
    assertThat(sweepAfter(HOUR).count(Done.PURGED)).isEqualTo(1);
    assertThat(remembered).isEmpty();
  }

  @Test
  void an_erasure_spares_the_recordings_and_the_memory_of_held_sessions() {
    build(RetentionPolicy.forEver());
    Session held = ended();
    Session free = ended();
    Hold hold = retention().place(HoldScope.session(held.id()), "matter 7", "counsel");
    ErasureReport first = retention().erase(user, "privacy officer");
    assertThat(first.kept()).isEqualTo(Map.of(held.id(), KeptReason.HELD));
    assertThat(first.failed()).isEmpty();
    assertThat(deleted).containsExactly(free.id());
    assertThat(remembered).containsExactly(held.id());
    retention().release(hold.id(), "judge");
    assertThat(retention().erase(user, "privacy officer").isComplete()).isTrue();
    assertThat(deleted).containsExactly(free.id(), held.id());
    assertThat(remembered).isEmpty();
  }

  @Test
  void an_erasure_keeps_a_session_whose_recordings_are_not_deleted() {
    build(RetentionPolicy.forEver());
    Session session = ended();
    stuck.add(session.id());
    ErasureReport first = retention().erase(user, "privacy officer");
    assertThat(first.kept()).isEqualTo(Map.of(session.id(), KeptReason.RECORDINGS_FAILED));
    assertThat(first.failed()).containsExactly("recordings");
    assertThat(isThere(session)).isTrue();
    stuck.clear();
    assertThat(retention().erase(user, "privacy officer").isComplete()).isTrue();
    assertThat(isThere(session)).isFalse();
  }

  @Test
  void a_memory_that_cannot_keep_sessions_apart_is_left_alone_under_a_hold() {
    List<UUID> forgotten = new ArrayList<>();
    build(it -> it.endUserEraser((organizationId, who) -> forgotten.add(who)));
    Session held = ended();
    Hold hold = retention().place(HoldScope.session(held.id()), "matter 7", "counsel");
    assertThat(retention().erase(user, "privacy officer").failed()).containsExactly("memory");
    assertThat(forgotten).isEmpty();
    retention().release(hold.id(), "judge");
    assertThat(retention().erase(user, "privacy officer").isComplete()).isTrue();
    assertThat(forgotten).containsExactly(user);
  }

  @Test
  void a_session_that_an_erasure_ends_says_so() {
    build(RetentionPolicy.forEver());
    Session live = call();
    Hold hold = retention().place(HoldScope.session(live.id()), "matter 7", "counsel");
    assertThat(retention().erase(user, "privacy officer").keptBy()).containsExactly(hold);
    Session left = reload(live);
    assertThat(left.status()).isEqualTo(SessionStatus.CLOSED);
    assertThat(left.reportedReason()).isEqualTo("erasure");
    assertThat(left.triggeredBy()).isEqualTo("erasure");
  }

  @Test
  void holds_and_receipts_keep_the_words_given_unless_they_are_to_be_scrubbed() {
    String by = "ada@example.com";
    String why = "file 4111 1111 1111 1111";
    build(it -> it.inputScrubber(text -> text.replaceAll("[0-9@]+", "*")));
    Session session = ended();
    Hold hold = retention().place(HoldScope.session(session.id()), why, by);
    assertThat(hold.why()).isEqualTo(why);
    assertThat(hold.placedBy()).isEqualTo(by);
    assertThat(retention().release(hold.id(), by).releasedBy()).isEqualTo(by);
    retention().erase(user, by);
    assertThat(retention().receipts(null, 10))
        .singleElement()
        .matches(it -> it.triggeredBy().equals(by));
    SessionLifecycle scrubbing =
        SessionLifecycle.builder(fixture.store())
            .clock(clock)
            .inputScrubber(text -> text.replaceAll("[0-9@]+", "*"))
            .scrubHoldsAndReceipts()
            .build();
    Hold scrubbed =
        scrubbing.retention(organization).place(HoldScope.endUser(user), why, "ada@example.com");
    assertThat(scrubbed.why()).isEqualTo("file * * * *");
    assertThat(scrubbed.placedBy()).isEqualTo("ada*example.com");
  }
}
