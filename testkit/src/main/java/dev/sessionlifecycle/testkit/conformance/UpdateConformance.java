package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UpdateIntent;
import dev.sessionlifecycle.spi.UpdateReply;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of updating session fields other than the status. */
public abstract class UpdateConformance extends Conformance {

  /** For subclasses. */
  protected UpdateConformance() {}

  private UpdateReply update(SessionKey key, @Nullable Long version, SessionUpdate update) {
    return store.updates().update(new UpdateIntent(key, version, update, scene.now()));
  }

  private Session updated(Session session, SessionUpdate update) {
    return Check.instance(
            UpdateReply.Updated.class, update(Scenario.key(session), session.version(), update))
        .session();
  }

  @Test
  void everything_that_is_named_changes_and_nothing_else() {
    UUID agent = UUID.randomUUID();
    UUID policy = UUID.randomUUID();
    Session before =
        scene.open(draft -> draft.subject("before").metadata(Map.of("kept", 1L)).channel("sms"));
    clock.advance(Duration.ofSeconds(3));
    Session after =
        updated(
            before,
            SessionUpdate.nothing()
                .subject("after")
                .contextVariables(Map.of("step", 2L, "list", List.of(1.5, true, "x")))
                .priority(Priority.URGENT)
                .assignedAgent(agent)
                .retentionPolicy(policy)
                .recording(true));
    Session expected =
        SessionBuilder.of(before)
            .subject("after")
            .contextVariables(Map.of("step", 2L, "list", List.of(1.5, true, "x")))
            .priority(Priority.URGENT)
            .assignedAgentId(agent)
            .retentionPolicyId(policy)
            .hasRecording(true)
            .updatedAt(scene.now())
            .version(before.version() + 1)
            .build();
    Check.sameSession(expected, after);
    Check.sameSession(expected, scene.reload(before));
    assertEquals(1, store.history(Scenario.key(before), 0, 10).size());
  }

  @Test
  void what_may_be_absent_can_be_taken_away() {
    Session before =
        scene.open(
            draft ->
                draft
                    .subject("x")
                    .metadata(Map.of("a", 1L))
                    .contextVariables(Map.of("b", 2L))
                    .assignedAgentId(UUID.randomUUID())
                    .retentionPolicyId(UUID.randomUUID()));
    Session after =
        updated(
            before,
            SessionUpdate.nothing()
                .subject(null)
                .metadata(Map.of())
                .contextVariables(Map.of())
                .assignedAgent(null)
                .retentionPolicy(null));
    Session expected =
        SessionBuilder.of(before)
            .subject(null)
            .metadata(Map.of())
            .contextVariables(Map.of())
            .assignedAgentId(null)
            .retentionPolicyId(null)
            .version(2)
            .build();
    Check.sameSession(expected, after);
    Check.sameSession(expected, scene.reload(before));
  }

  @Test
  void an_update_that_changes_nothing_leaves_version_and_time() {
    Session before = scene.open(draft -> draft.subject("same").metadata(Map.of("a", 1L)));
    clock.advance(Duration.ofSeconds(1));
    Check.sameSession(before, updated(before, SessionUpdate.nothing()));
    Check.sameSession(
        before,
        updated(
            before,
            SessionUpdate.nothing()
                .subject("same")
                .metadata(Map.of("a", 1L))
                .priority(Priority.NORMAL)
                .recording(false)));
    Check.sameSession(before, scene.reload(before));
  }

  @Test
  void another_version_is_stale_and_nothing_changes() {
    Session first = scene.open();
    Session second = updated(first, SessionUpdate.nothing().subject("one"));
    for (long version : new long[] {1, 3, Long.MAX_VALUE}) {
      UpdateReply reply =
          update(Scenario.key(first), version, SessionUpdate.nothing().subject("two"));
      Check.sameSession(second, Check.instance(UpdateReply.Stale.class, reply).session());
    }
    Check.sameSession(second, scene.reload(first));
  }

  @Test
  void messages_moves_and_the_recording_flag_leave_the_version() {
    Session session = scene.append(scene.open(), scene.fromUser("hello"));
    session = scene.move(session, SessionStatus.PAUSED);
    session = updated(session, SessionUpdate.nothing().recording(true));
    assertEquals(1, session.version());
    assertEquals(true, scene.reload(session).hasRecording());
    assertEquals(2, updated(session, SessionUpdate.nothing().subject("x")).version());
  }

  @Test
  void the_recording_flag_needs_no_version() {
    Session session = updated(scene.open(), SessionUpdate.nothing().subject("x"));
    Session after =
        Check.instance(
                UpdateReply.Updated.class,
                update(Scenario.key(session), null, SessionUpdate.nothing().recording(true)))
            .session();
    Check.sameSession(SessionBuilder.of(session).hasRecording(true).build(), after);
  }

  @Test
  void an_ended_session_takes_recording_flag_and_retention_policy_alone() {
    UUID policy = UUID.randomUUID();
    for (SessionStatus status : SessionStatus.all()) {
      if (status.isTerminal()) {
        Session ended = scene.openIn(status);
        for (SessionUpdate text :
            List.of(
                SessionUpdate.nothing().subject(null),
                SessionUpdate.nothing().metadata(Map.of()),
                SessionUpdate.nothing().contextVariables(Map.of()),
                SessionUpdate.nothing().priority(Priority.LOW),
                SessionUpdate.nothing().assignedAgent(null).recording(true))) {
          UpdateReply reply = update(Scenario.key(ended), 99L, text);
          Check.sameSession(ended, Check.instance(UpdateReply.NotWritable.class, reply).session());
        }
        Session expected =
            SessionBuilder.of(ended)
                .retentionPolicyId(policy)
                .hasRecording(true)
                .version(2)
                .build();
        Check.sameSession(
            expected,
            updated(ended, SessionUpdate.nothing().retentionPolicy(policy).recording(true)));
        Check.sameSession(expected, scene.reload(ended));
      }
    }
  }

  @Test
  void a_clock_that_went_back_does_not_take_the_time_back() {
    Session before = scene.open();
    clock.advance(Duration.ofHours(-1));
    Session after = updated(before, SessionUpdate.nothing().subject("x"));
    assertEquals(before.updatedAt(), after.updatedAt());
  }

  @Test
  void of_sixteen_that_read_one_version_one_writes() {
    Session session = scene.open();
    List<UpdateReply> replies =
        Race.values(
            16,
            racer ->
                () ->
                    update(
                        Scenario.key(session), 1L, SessionUpdate.nothing().subject("by " + racer)));
    List<Session> done =
        replies.stream()
            .filter(UpdateReply.Updated.class::isInstance)
            .map(it -> ((UpdateReply.Updated) it).session())
            .toList();
    assertEquals(1, done.size());
    for (UpdateReply reply : replies) {
      if (reply instanceof UpdateReply.Stale stale) {
        Check.sameSession(done.get(0), stale.session());
      }
    }
    Check.sameSession(done.get(0), scene.reload(session));
  }

  @Test
  void writers_that_read_again_lose_nothing() {
    Session session = scene.open();
    Race.values(8, racer -> () -> addKey(session, "key" + racer));
    Session after = scene.reload(session);
    assertEquals(8, after.metadata().size());
    assertEquals(9, after.version());
  }

  /** Adds a key to the metadata, retrying after concurrent updates. */
  private Session addKey(Session session, String key) {
    while (true) {
      Session read = scene.reload(session);
      Map<String, Object> metadata = new java.util.LinkedHashMap<>(read.metadata());
      metadata.put(key, true);
      UpdateReply reply =
          update(Scenario.key(read), read.version(), SessionUpdate.nothing().metadata(metadata));
      if (reply instanceof UpdateReply.Updated done) {
        return done.session();
      }
    }
  }

  @Test
  void who_moves_or_ends_a_session_while_it_is_updated_reads_one_version_of_it() {
    Map<String, Object> order = Map.of("order", 42L);
    for (int round = 0; round < 90; round++) {
      Session session = scene.open();
      int door = round % 3;
      List<Callable<Session>> both =
          List.of(
              () -> updated(session, SessionUpdate.nothing().metadata(order)),
              () -> movedOrEnded(session, door));
      Session read = Race.of(2, both::get).get(1).orThrow();
      assertEquals(read.version() == 1 ? Map.of() : order, read.metadata());
      if (read.isEnded()) {
        Check.sameSession(scene.reload(session), read);
      }
    }
  }

  private Session movedOrEnded(Session session, int door) {
    if (door == 0) {
      return scene.move(session, SessionStatus.PAUSED);
    } else if (door == 1) {
      return scene.close(session);
    }
    CloseReply reply = store.closeAll(List.of(scene.closing(session).build())).get(0);
    return Check.instance(CloseReply.Closed.class, reply).session();
  }

  @Test
  void a_session_of_another_organization_is_missing() {
    Session session = scene.open();
    SessionUpdate update = SessionUpdate.nothing().subject("x").recording(true);
    assertEquals(
        new UpdateReply.Missing(), update(scene.elsewhere().key(session.id()), null, update));
    assertEquals(new UpdateReply.Missing(), update(scene.key(UUID.randomUUID()), null, update));
    Check.sameSession(session, scene.reload(session));
  }
}
