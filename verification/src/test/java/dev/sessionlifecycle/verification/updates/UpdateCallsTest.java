package dev.sessionlifecycle.verification.updates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.UpdateResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Updates and eval runs through the public API, alike on every store. */
class UpdateCallsTest {
  private static final SessionUpdate NOTHING = SessionUpdate.nothing();

  @ParameterizedTest
  @EnumSource
  void the_second_of_two_updates_of_one_version_is_a_conflict(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Session session = LifecyclesUnderTest.open(sessions);
    Session after =
        sessions.update(session.id(), session.version(), NOTHING.withSubject("first")).orThrow();
    assertEquals("first", after.subject());
    SessionConflictException conflict =
        assertThrows(
            SessionConflictException.class,
            () -> sessions.update(session.id(), session.version(), NOTHING.withSubject("second")));
    assertEquals("version_conflict", conflict.code());
    assertEquals(after, sessions.get(session.id()));
  }

  @ParameterizedTest
  @EnumSource
  void an_ended_session_refuses_text_and_accepts_recording_and_evals(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Session session = LifecyclesUnderTest.open(sessions);
    Session ended = sessions.close(session.id(), "resolved").session();
    UpdateResult refused =
        sessions.update(ended.id(), ended.version(), NOTHING.withSubject("late"));
    assertEquals(ended, assertInstanceOf(UpdateResult.AlreadyEnded.class, refused).session());
    assertThrows(SessionConflictException.class, refused::orThrow);
    assertEquals(true, sessions.markRecorded(ended.id()).orThrow().hasRecording());
    EvalRun run = EvalRun.completed(UUID.randomUUID(), true, new EvalScore("tone", true));
    assertEquals("passed", sessions.evals().record(ended.id(), run).evalSummary().evalStatus());
    assertEquals(List.of(run), sessions.evals().list(ended.id(), null, 10));
    assertEquals(run, sessions.evals().find(ended.id(), run.id()).orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void all_violations_are_reported_at_once_and_nothing_changes(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Session session = LifecyclesUnderTest.open(sessions);
    Map<String, Object> deep = new HashMap<>();
    Map<String, Object> at = deep;
    for (int i = 0; i < 10_000; i++) {
      Map<String, Object> next = new HashMap<>();
      at.put("n", next);
      at = next;
    }
    InvalidInputException bad =
        assertThrows(
            InvalidInputException.class,
            () ->
                sessions.update(
                    session.id(),
                    0,
                    NOTHING
                        .withSubject("x".repeat(501))
                        .withMetadata(deep)
                        .withContextVariables(Map.of("nan", Double.NaN))
                        .withRecording()));
    assertEquals(
        List.of("expected_version", "subject", "metadata", "context_variables"),
        bad.violations().stream().map(Violation::field).toList());
    for (String text : List.of("\u0000", "a\ud800", "\udc00b")) {
      assertThrows(
          InvalidInputException.class,
          () -> sessions.update(session.id(), 1, NOTHING.withSubject(text)));
      assertThrows(
          InvalidInputException.class,
          () -> sessions.update(session.id(), 1, NOTHING.withMetadata(Map.of(text, 1))));
    }
    assertThrows(
        InvalidInputException.class,
        () ->
            sessions.update(
                session.id(), 1, NOTHING.withMetadata(Map.of("x", "y".repeat(70_000)))));
    assertEquals(session, sessions.get(session.id()));
  }

  @ParameterizedTest
  @EnumSource
  void texts_at_the_limit_are_kept_byte_for_byte(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Session session = LifecyclesUnderTest.open(sessions);
    for (String text : List.of("\ud83d\ude00".repeat(500), "e\u0301\u00e9\u202e", "", " ")) {
      Session before = sessions.get(session.id());
      Map<String, Object> values = Map.of("text", text, "n", 1L, "d", 0.1, "l", List.of(true));
      Session after =
          sessions
              .update(
                  session.id(), before.version(), NOTHING.withSubject(text).withMetadata(values))
              .orThrow();
      assertEquals(text, after.subject());
      assertEquals(after, sessions.get(session.id()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_score_name_must_be_a_short_unique_label(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Session session = LifecyclesUnderTest.open(sessions);
    for (String name : List.of("", " ", "free text", "x".repeat(65), "\u0000", "\u00e9")) {
      EvalRun run = EvalRun.completed(UUID.randomUUID(), true, new EvalScore(name, true));
      assertThrows(InvalidInputException.class, () -> sessions.evals().record(session.id(), run));
    }
    EvalScore[] many =
        IntStream.rangeClosed(0, 100)
            .mapToObj(i -> new EvalScore("s" + i, true))
            .toArray(EvalScore[]::new);
    EvalScore twice = new EvalScore("twice", true);
    for (EvalRun run :
        List.of(
            EvalRun.completed(UUID.randomUUID(), true, many),
            EvalRun.completed(UUID.randomUUID(), true, twice, twice))) {
      assertThrows(InvalidInputException.class, () -> sessions.evals().record(session.id(), run));
    }
    assertThrows(InvalidInputException.class, () -> sessions.evals().list(session.id(), null, 501));
    assertThrows(InvalidInputException.class, () -> sessions.evals().list(session.id(), null, 0));
    assertEquals(session, sessions.get(session.id()));
  }

  @ParameterizedTest
  @EnumSource
  void another_organization_and_a_read_only_caller_change_nothing(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Session session = LifecyclesUnderTest.open(sessions);
    OrganizationSessions foreign = store.sessions();
    EvalRun run = EvalRun.pending(UUID.randomUUID(), false);
    assertThrows(SessionNotFoundException.class, () -> foreign.update(session.id(), 1, NOTHING));
    assertThrows(SessionNotFoundException.class, () -> foreign.markRecorded(session.id()));
    assertThrows(SessionNotFoundException.class, () -> foreign.evals().record(session.id(), run));
    assertThrows(SessionNotFoundException.class, () -> foreign.evals().list(session.id(), null, 1));
    assertThrows(
        SessionNotFoundException.class, () -> foreign.evals().find(session.id(), run.id()));
    OrganizationSessions reader =
        store.lifecycle().readOnly().organization(sessions.organizationId());
    assertThrows(AccessDeniedException.class, () -> reader.update(session.id(), 1, NOTHING));
    assertThrows(AccessDeniedException.class, () -> reader.markRecorded(session.id()));
    assertThrows(AccessDeniedException.class, () -> reader.evals().record(session.id(), run));
    assertEquals(session, sessions.get(session.id()));
  }
}
