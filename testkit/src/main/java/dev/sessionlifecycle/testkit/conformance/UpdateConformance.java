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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of updating session fields other than the status. */
abstract class UpdateConformance extends Conformance {
  private static final SessionUpdate NOTHING = SessionUpdate.nothing();

  private UpdateReply update(SessionKey key, @Nullable Long version, SessionUpdate update) {
    return store.updates().update(new UpdateIntent(key, version, update, scene.now()));
  }

  private Session updated(Session session, SessionUpdate update) {
    return Check.instance(
            UpdateReply.Updated.class, update(key(session), session.version(), update))
        .session();
  }

  @Test
  void every_named_field_changes_and_nothing_else() {
    UUID agent = UUID.randomUUID();
    UUID policy = UUID.randomUUID();
    Session before =
        scene.open(draft -> draft.subject("before").metadata(Map.of("kept", 1L)).channel("sms"));
    clock.advance(Duration.ofSeconds(3));
    Session after =
        updated(
            before,
            NOTHING
                .withSubject("after")
                .withContextVariables(Map.of("step", 2L, "list", List.of(1.5, true, "x")))
                .withPriority(Priority.URGENT)
                .withAssignedAgent(agent)
                .withRetentionPolicy(policy)
                .withRecording());
    Session expected =
        SessionBuilder.of(before)
            .subject("after")
            .contextVariables(Map.of("step", 2L, "list", List.of(1.5, true, "x")))
            .priority(Priority.URGENT)
            .assignedAgentId(agent)
            .retentionPolicyId(policy)
            .hasRecording(true)
            .updatedAt(scene.now())
            .lastActivityAt(scene.now())
            .version(before.version() + 1)
            .build();
    Check.sameSession(expected, after);
    Check.sameSession(expected, scene.reload(before));
    assertEquals(1, history(before).size());
  }

  @Test
  void every_optional_field_can_be_cleared() {
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
            NOTHING
                .withSubject(null)
                .withMetadata(Map.of())
                .withContextVariables(Map.of())
                .withAssignedAgent(null)
                .withRetentionPolicy(null));
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
  void an_update_that_changes_nothing_is_a_sign_of_life_and_no_more() {
    Session before = scene.open(draft -> draft.subject("same").metadata(Map.of("a", 1L)));
    clock.advance(Duration.ofSeconds(1));
    Session touched = SessionBuilder.of(before).lastActivityAt(scene.now()).build();
    Check.sameSession(touched, updated(before, NOTHING));
    Check.sameSession(
        touched,
        updated(
            before,
            NOTHING
                .withSubject("same")
                .withMetadata(Map.of("a", 1L))
                .withPriority(Priority.NORMAL)
                .withoutRecording()));
    Check.sameSession(touched, scene.reload(before));
  }

  @Test
  void an_update_of_another_version_is_stale_and_changes_nothing() {
    Session first = scene.open();
    Session second = updated(first, NOTHING.withSubject("one"));
    for (long version : new long[] {1, 3, Long.MAX_VALUE}) {
      UpdateReply reply = update(key(first), version, NOTHING.withSubject("two"));
      Check.sameSession(second, Check.instance(UpdateReply.Stale.class, reply).session());
    }
    Check.sameSession(second, scene.reload(first));
  }

  @Test
  void messages_moves_and_the_recording_flag_do_not_change_the_version() {
    Session session = scene.append(scene.open(), scene.fromUser("hello"));
    session = scene.move(session, SessionStatus.PAUSED);
    session = updated(session, NOTHING.withRecording());
    assertEquals(1, session.version());
    assertEquals(true, scene.reload(session).hasRecording());
    assertEquals(2, updated(session, NOTHING.withSubject("x")).version());
  }

  @Test
  void the_recording_flag_needs_no_version() {
    Session session = updated(scene.open(), NOTHING.withSubject("x"));
    Session after =
        Check.instance(
                UpdateReply.Updated.class, update(key(session), null, NOTHING.withRecording()))
            .session();
    Check.sameSession(SessionBuilder.of(session).hasRecording(true).build(), after);
  }

  @Test
  void an_ended_session_accepts_only_recording_flag_and_retention_policy() {
    UUID policy = UUID.randomUUID();
    for (SessionStatus status : SessionStatus.all()) {
      if (status.isTerminal()) {
        Session ended = scene.openIn(status);
        for (SessionUpdate text :
            List.of(
                NOTHING.withSubject(null),
                NOTHING.withMetadata(Map.of()),
                NOTHING.withContextVariables(Map.of()),
                NOTHING.withPriority(Priority.LOW),
                NOTHING.withAssignedAgent(null).withRecording())) {
          UpdateReply reply = update(key(ended), 99L, text);
          Check.sameSession(ended, Check.instance(UpdateReply.NotWritable.class, reply).session());
        }
        Session expected =
            SessionBuilder.of(ended)
                .retentionPolicyId(policy)
                .hasRecording(true)
                .version(2)
                .build();
        Check.sameSession(
            expected, updated(ended, NOTHING.withRetentionPolicy(policy).withRecording()));
        Check.sameSession(expected, scene.reload(ended));
      }
    }
  }

  @Test
  void a_clock_set_back_does_not_move_the_update_time_back() {
    Session before = scene.open();
    clock.advance(Duration.ofHours(-1));
    Session after = updated(before, NOTHING.withSubject("x"));
    assertEquals(before.updatedAt(), after.updatedAt());
  }

  @Test
  void one_of_sixteen_racing_updates_of_one_version_is_written() {
    Session session = scene.open();
    List<UpdateReply> replies =
        Race.values(16, racer -> update(key(session), 1L, NOTHING.withSubject("by " + racer)));
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
  void writers_that_reread_and_retry_lose_no_update() {
    Session session = scene.open();
    Race.values(8, racer -> addKey(session, "key" + racer));
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
      UpdateReply reply = update(key(read), read.version(), NOTHING.withMetadata(metadata));
      if (reply instanceof UpdateReply.Updated done) {
        return done.session();
      }
    }
  }

  @Test
  void a_move_or_close_during_an_update_returns_one_consistent_version() {
    Map<String, Object> order = Map.of("order", 42L);
    for (int round = 0; round < 90; round++) {
      Session session = scene.open();
      int door = round % 3;
      List<Callable<Session>> both =
          List.of(
              () -> updated(session, NOTHING.withMetadata(order)),
              () -> movedOrEnded(session, door));
      Session read = Race.of(both).get(1).orThrow();
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
    return closed(reply);
  }
}
