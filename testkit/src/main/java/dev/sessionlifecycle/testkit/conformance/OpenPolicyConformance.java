package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.Scenario;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of open policies by active key: organization, end user, channel and session type. */
public abstract class OpenPolicyConformance extends Conformance {

  /** For subclasses. */
  protected OpenPolicyConformance() {}

  private final UUID user = UUID.randomUUID();

  private OpenResult open(OpenPolicy policy) {
    return open(policy, draft());
  }

  private OpenResult open(OpenPolicy policy, SessionBuilder draft) {
    return store.open(scene.opening(draft, policy));
  }

  private SessionBuilder draft() {
    return SessionBuilder.of(scene.organizationId(), UUID.randomUUID(), user)
        .channel("voice")
        .createdAt(scene.now())
        .startedAt(scene.now())
        .updatedAt(scene.now());
  }

  @Test
  void reuse_returns_the_live_session() {
    Session first = Check.instance(OpenResult.Opened.class, open(OpenPolicy.REUSE)).session();
    Session second = Check.instance(OpenResult.Reused.class, open(OpenPolicy.REUSE)).session();
    Check.sameSession(scene.reload(first), second);
  }

  @Test
  void reject_returns_the_live_session() {
    Session first = Check.instance(OpenResult.Opened.class, open(OpenPolicy.REJECT)).session();
    Session second = Check.instance(OpenResult.Rejected.class, open(OpenPolicy.REJECT)).session();
    Check.sameSession(scene.reload(first), second);
    assertEquals(1, sessions().size());
  }

  @Test
  void supersede_ends_the_live_session_and_opens_another() {
    Session first = Check.instance(OpenResult.Opened.class, open(OpenPolicy.SUPERSEDE)).session();
    OpenResult.Superseded second =
        Check.instance(OpenResult.Superseded.class, open(OpenPolicy.SUPERSEDE));
    Session old = scene.reload(first);
    Check.sameSession(old, second.old());
    assertEquals(SessionStatus.SUPERSEDED, old.status());
    assertEquals(TerminationReason.SUPERSEDED, old.reason());
    assertEquals(second.session().id(), old.supersededById());
    assertEquals(SessionStatus.ACTIVE, scene.reload(second.session()).status());
    assertTrue(store.chains().find(Scenario.key(old)).isPresent());
    assertTrue(store.chains().find(Scenario.key(second.session())).isEmpty());
    assertEquals(2, store.history(Scenario.key(old), 0, 10).size());
  }

  @Test
  void a_key_taken_under_one_policy_is_seen_by_the_others() {
    Session first = Check.instance(OpenResult.Opened.class, open(OpenPolicy.REJECT)).session();
    assertEquals(
        first.id(), Check.instance(OpenResult.Reused.class, open(OpenPolicy.REUSE)).session().id());
    assertEquals(
        first.id(),
        Check.instance(OpenResult.Superseded.class, open(OpenPolicy.SUPERSEDE)).old().id());
  }

  @Test
  void always_new_neither_takes_nor_checks_the_key() {
    Check.instance(OpenResult.Opened.class, open(OpenPolicy.ALWAYS_NEW));
    Session holder = Check.instance(OpenResult.Opened.class, open(OpenPolicy.REUSE)).session();
    Check.instance(OpenResult.Opened.class, open(OpenPolicy.ALWAYS_NEW));
    assertEquals(holder.id(), open(OpenPolicy.REUSE).session().id());
    assertEquals(3, sessions().size());
  }

  @Test
  void ending_a_session_releases_its_key() {
    Session first = open(OpenPolicy.REUSE).session();
    scene.close(first);
    Session second = Check.instance(OpenResult.Opened.class, open(OpenPolicy.REUSE)).session();
    assertEquals(second.id(), open(OpenPolicy.REJECT).session().id());
  }

  @Test
  void channel_type_and_user_are_part_of_the_key() {
    open(OpenPolicy.REUSE);
    Check.instance(OpenResult.Opened.class, open(OpenPolicy.REUSE, draft().channel("sms")));
    Check.instance(
        OpenResult.Opened.class,
        open(OpenPolicy.REUSE, draft().sessionType(SessionType.SIMULATION)));
    UUID other = UUID.randomUUID();
    SessionBuilder another =
        SessionBuilder.of(scene.organizationId(), UUID.randomUUID(), other).channel("voice");
    Check.instance(OpenResult.Opened.class, open(OpenPolicy.REUSE, another));
    assertEquals(4, sessions().size());
  }

  @Test
  void a_move_does_not_release_the_key() {
    Session first = open(OpenPolicy.REUSE).session();
    scene.move(first, SessionStatus.TRANSFERRED);
    assertEquals(first.id(), open(OpenPolicy.REUSE).session().id());
  }

  @Test
  void one_of_sixteen_racing_opens_wins_and_the_others_see_its_session() {
    List<OpenResult> results = Race.values(16, racer -> () -> open(OpenPolicy.REUSE));
    List<OpenResult> opened = results.stream().filter(OpenResult.Opened.class::isInstance).toList();
    assertEquals(1, opened.size());
    UUID winner = opened.get(0).session().id();
    assertTrue(results.stream().allMatch(it -> it.session().id().equals(winner)));
    assertEquals(1, sessions().size());
  }

  @Test
  void sixteen_racing_supersedes_leave_one_live_session_and_distinct_successors() {
    Race.values(16, racer -> () -> open(OpenPolicy.SUPERSEDE));
    List<Session> all = sessions();
    assertEquals(16, all.size());
    List<Session> live = all.stream().filter(it -> !it.isEnded()).toList();
    assertEquals(1, live.size());
    List<UUID> successors = all.stream().map(Session::supersededById).distinct().toList();
    assertEquals(16, successors.size(), "each took the place of one, the first of none");
    for (Session session : all) {
      assertEquals(session.isEnded(), store.chains().find(Scenario.key(session)).isPresent());
    }
  }

  private List<Session> sessions() {
    return store.list(new ListIntent(scene.organizationId(), SessionFilter.all(), null, 100));
  }
}
