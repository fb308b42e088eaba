package dev.sessionlifecycle.examples.callcenter;

import static dev.sessionlifecycle.assertj.SessionAssertions.assertThat;
import static dev.sessionlifecycle.finalizer.SessionChain.Progress.PARKED;
import static dev.sessionlifecycle.model.SessionStatus.EXPIRED;
import static dev.sessionlifecycle.model.SessionStatus.RINGING;
import static dev.sessionlifecycle.model.TerminationReason.CLIENT_INITIATED;
import static dev.sessionlifecycle.model.TerminationReason.PARTICIPANT_JOIN_TIMEOUT;
import static dev.sessionlifecycle.model.TerminationReason.RESOLVED;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.host.SessionFixtures;
import dev.sessionlifecycle.testkit.host.SessionLifecycleTest;
import dev.sessionlifecycle.testkit.host.SessionTime;
import dev.sessionlifecycle.testkit.host.TestStore;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SessionLifecycleTest(setup = CallCenterSetup.class)
class CallCenterTest {
  SessionLifecycle lifecycle;
  OrganizationSessions sessions;

  @BeforeEach
  void begin(SessionLifecycle lifecycle, OrganizationSessions sessions) {
    this.lifecycle = lifecycle;
    this.sessions = sessions;
  }

  @Test
  void an_unanswered_call_is_not_billed(SessionTime time) {
    Session call = new CallCenter(sessions).dial(UUID.randomUUID(), "room-1");
    time.advance(Duration.ofMinutes(30));
    assertThat(lifecycle, call).hasPath(RINGING, EXPIRED).endedBecause(PARTICIPANT_JOIN_TIMEOUT);
    assertThat(lifecycle, call).isFinalized().chain().skippedSteps("bill");
  }

  @Test
  void the_second_webhook_changes_nothing() {
    CallCenter center = new CallCenter(sessions);
    Session call = center.dial(UUID.randomUUID(), "room-1");
    center.left("room-1", "CLIENT_INITIATED");
    center.left("room-1", "ROOM_DELETED");
    assertThat(lifecycle, call).isClosed().endedBecause(CLIENT_INITIATED);
  }

  @Test
  void a_crm_that_is_down_gets_the_call_later(SessionFixtures fixtures, SessionTime time) {
    Session call = fixtures.ended(RESOLVED);
    time.settle();
    assertThat(lifecycle, call).ranSteps("scrub", "bill").chain().isWaiting().attempted("crm", 1);
    time.advance(Duration.ofHours(1));
    assertThat(lifecycle, call).ranSteps("scrub", "bill", "crm").chain().attempted("crm", 3);
  }

  @Test
  void what_support_replays_is_billed(SessionFixtures fixtures, SessionTime time) {
    Session call = fixtures.withStep("bill", PARKED);
    assertThat(lifecycle, call).chain().isParkedAt("bill");
    lifecycle.finalizer().replay(call.organizationId(), call.id());
    time.advance(Duration.ofHours(1));
    assertThat(lifecycle, call).isFinalized().ranSteps("scrub", "bill", "crm");
  }

  @Test
  void a_call_is_deleted_after_thirty_days_unless_held(SessionFixtures fixtures, SessionTime time) {
    OrganizationRetention retention = lifecycle.retention(sessions.organizationId());
    Session call = fixtures.ended(RESOLVED);
    Hold hold = retention.place(HoldScope.session(call.id()), "a dispute", "legal");
    time.advance(Duration.ofDays(365));
    assertThat(lifecycle, call).retention().isKeptFor(Duration.ofDays(30)).isHeldBy("legal");
    retention.release(hold.id(), "legal");
    time.advance(Duration.ofDays(1));
    assertThat(lifecycle, call).isGone();
  }

  @Test
  void nothing_is_left_of_a_caller_who_is_erased(
      SessionFixtures fixtures, SessionTime time, TestStore store) {
    Session call = fixtures.active();
    sessions.append(call.id(), Message.fromUser("This is Maria Keller, about order 4711-B."));
    assertThat(store).hasTrace("maria keller");
    sessions.close(call.id());
    time.advance(Duration.ofHours(1));
    lifecycle.retention(sessions.organizationId()).erase(call.endUserId(), "privacy desk");
    assertThat(store).hasNoTrace("Maria Keller", "4711-B", call.endUserId().toString());
  }
}
