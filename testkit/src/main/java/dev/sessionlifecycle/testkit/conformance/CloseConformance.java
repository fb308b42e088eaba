package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of closing a session. */
public abstract class CloseConformance extends Conformance {

  /** For subclasses. */
  protected CloseConformance() {}

  private Session closed(CloseIntent.Builder closing) {
    Session answer =
        Check.instance(CloseReply.Closed.class, store.close(closing.build())).session();
    Check.sameSession(answer, scene.reload(answer));
    return answer;
  }

  @Test
  void a_close_records_the_end_and_changes_nothing_else() {
    Session before = scene.append(scene.open(), scene.fromUser("hello"));
    clock.advance(Duration.ofMillis(12_345).plusNanos(678_000));
    UUID successor = UUID.randomUUID();
    Session after =
        closed(
            scene
                .closing(before)
                .reason(TerminationReason.USER_REQUESTED)
                .reportedReason("User Requested!")
                .triggeredBy("user")
                .successorId(successor));
    Session expected =
        SessionBuilder.of(before)
            .status(SessionStatus.CLOSED)
            .reason(TerminationReason.USER_REQUESTED)
            .reportedReason("User Requested!")
            .outcome(OutcomeCategory.RESOLVED)
            .triggeredBy("user")
            .supersededById(successor)
            .statusSince(scene.now())
            .endedAt(scene.now())
            .closedAt(scene.now())
            .updatedAt(scene.now())
            .durationMs(12_345L)
            .build();
    Check.sameSession(expected, after);
  }

  @Test
  void a_close_is_recorded_in_the_history() {
    Session before = scene.openIn(SessionStatus.WAITING_FOR_HUMAN);
    clock.advance(Duration.ofSeconds(3));
    closed(
        scene
            .closing(before)
            .target(SessionStatus.EXPIRED)
            .reason(TerminationReason.SILENCE_TIMEOUT)
            .triggeredBy("housekeeping"));
    assertEquals(
        List.of(
            new HistoryEntry(
                3,
                HistoryEntry.Kind.ENDED,
                SessionStatus.WAITING_FOR_HUMAN,
                SessionStatus.EXPIRED,
                TerminationReason.SILENCE_TIMEOUT,
                "housekeeping",
                scene.now())),
        store.history(Scenario.key(before), 2, 10));
  }

  @Test
  void first_close_wins_and_the_loser_reads_its_record() {
    Session before = scene.open();
    Session winner = closed(scene.closing(before).reason(TerminationReason.RESOLVED));
    clock.advance(Duration.ofSeconds(3));
    for (SessionStatus other : List.of(SessionStatus.CLOSED, SessionStatus.ERROR)) {
      CloseIntent late =
          scene
              .closing(before)
              .target(other)
              .reason(TerminationReason.AGENT_ERROR)
              .reportedReason("too late")
              .buffer(List.of(scene.fromUser("too late")))
              .build();
      Check.sameSession(
          winner, Check.instance(CloseReply.AlreadyEnded.class, store.close(late)).session());
    }
    Check.sameSession(winner, scene.reload(before));
    assertEquals(2, store.history(Scenario.key(before), 0, 10).size());
    assertEquals(List.of(), store.messages(Scenario.key(before), 0, 10));
  }

  @Test
  void every_live_status_can_close_into_every_terminal_status() {
    for (SessionStatus from : SessionStatus.live()) {
      for (SessionStatus to : SessionStatus.all().stream().filter(it -> it.isTerminal()).toList()) {
        assertEquals(to, closed(scene.closing(scene.openIn(from)).target(to)).status());
      }
    }
  }

  @Test
  void a_reported_end_time_is_clamped_between_the_start_and_the_close() {
    Instant start = scene.now();
    clock.advance(Duration.ofSeconds(60));
    Instant record = scene.now();
    clock.set(start);
    assertEquals(start.plusSeconds(20), endedAt(start.plusSeconds(20), record));
    assertEquals(start, endedAt(start.minusSeconds(20), record));
    assertEquals(record, endedAt(record.plusSeconds(20), record));
    assertEquals(start, endedAt(Instant.parse("0001-01-01T00:00:00Z"), record));
    assertEquals(record, endedAt(Instant.parse("9999-12-31T23:59:59.999999Z"), record));
  }

  private Instant endedAt(Instant told, Instant record) {
    Session session = scene.open();
    Session ended =
        closed(CloseIntent.builder(Scenario.key(session), record, scene.terms()).endedAt(told));
    assertEquals(record, ended.closedAt());
    Instant endedAt = Objects.requireNonNull(ended.endedAt());
    assertEquals(Duration.between(session.startedAt(), endedAt).toMillis(), ended.durationMs());
    return endedAt;
  }

  @Test
  void an_end_by_last_activity_is_the_last_message_or_the_start() {
    Session silent = scene.open();
    Session talked = scene.open();
    clock.advance(Duration.ofSeconds(5));
    Instant last = scene.now();
    scene.append(talked, scene.fromUser("hello"), scene.fromAgent("bye").at(last.minusSeconds(1)));
    clock.advance(Duration.ofMinutes(5));
    Session one = closed(scene.closing(silent).end(new EndTime.LastActivity()));
    Session other = closed(scene.closing(talked).end(new EndTime.LastActivity()));
    assertEquals(one.startedAt(), one.endedAt());
    assertEquals(0L, one.durationMs());
    assertEquals(last, other.endedAt());
    assertEquals(5_000L, other.durationMs());
    assertEquals(scene.now(), other.closedAt());
  }

  @Test
  void the_close_time_precedes_no_earlier_timestamp() {
    Session before = scene.append(scene.open(), scene.fromUser("hello"));
    clock.advance(Duration.ofHours(-2));
    Session after = closed(scene.closing(before));
    assertEquals(before.updatedAt(), after.closedAt());
    assertEquals(before.updatedAt(), after.endedAt());
    assertEquals(before.statusSince(), after.statusSince());
    assertEquals(0L, after.durationMs());
  }

  @Test
  void a_session_that_was_never_active_gets_the_alternative_reason() {
    Session ringing = scene.openIn(SessionStatus.RINGING);
    Session active = scene.open();
    for (Session session : List.of(ringing, active)) {
      Session ended =
          closed(
              scene
                  .closing(session)
                  .target(SessionStatus.EXPIRED)
                  .reason(TerminationReason.SILENCE_TIMEOUT)
                  .reasonIfNeverActive(TerminationReason.PARTICIPANT_JOIN_TIMEOUT));
      assertEquals(
          session.equals(active)
              ? TerminationReason.SILENCE_TIMEOUT
              : TerminationReason.PARTICIPANT_JOIN_TIMEOUT,
          ended.reason());
      assertEquals(
          session.equals(active) ? OutcomeCategory.ABANDONED : OutcomeCategory.UNREACHED,
          ended.outcome());
    }
  }

  @Test
  void buffered_messages_are_written_before_the_end_and_count_as_engagement() {
    Session before = scene.open();
    scene.append(before, scene.fromAgent("good day"));
    var known = store.messages(Scenario.key(before), 0, 1).get(0);
    clock.advance(Duration.ofSeconds(2));
    var repeated = scene.fromAgent("good day").withId(known.id());
    var heard = scene.fromUser("hello");
    Session after =
        closed(
            scene
                .closing(before)
                .reason(TerminationReason.PARTICIPANT_LEFT)
                .buffer(List.of(repeated, heard)));
    assertEquals(OutcomeCategory.UNRESOLVED, after.outcome());
    assertEquals(2, after.messageCount());
    assertEquals(1, after.userMessageCount());
    assertEquals(heard.sentAt(), after.lastMessageAt());
    List<StoredMessage> stored = store.messages(Scenario.key(before), 0, 10);
    assertEquals(known, stored.get(0));
    assertEquals(heard.id(), stored.get(1).id());
    assertEquals(2, stored.size());
  }

  @Test
  void a_user_who_leaves_before_engaging_has_abandoned_the_session() {
    Session silent = scene.append(scene.open(), scene.fromAgent("hello?"));
    Session never = scene.append(scene.openIn(SessionStatus.RINGING), scene.fromUser("hello"));
    for (Session session : List.of(silent, never)) {
      assertEquals(
          OutcomeCategory.ABANDONED,
          closed(scene.closing(session).reason(TerminationReason.CLIENT_INITIATED)).outcome());
    }
  }

  @Test
  void an_unknown_session_is_reported_missing() {
    closed(scene.closing(scene.open()));
    assertEquals(
        new CloseReply.Missing(),
        store.close(
            CloseIntent.builder(scene.key(UUID.randomUUID()), scene.now(), scene.terms()).build()));
  }
}
