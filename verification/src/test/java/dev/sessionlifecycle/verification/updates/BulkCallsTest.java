package dev.sessionlifecycle.verification.updates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.BulkClosePage;
import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.BulkSessions;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionMessages;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bulk calls and counts through the public API, on every store. */
class BulkCallsTest {
  private static final EndRequest RESOLVED = EndRequest.because(TerminationReason.RESOLVED);

  private static List<Session> open(OrganizationSessions sessions, int many) {
    List<SessionRequest> requests =
        Stream.generate(() -> SessionRequest.on("sms", UUID.randomUUID())).limit(many).toList();
    return sessions.bulk().open(requests).stream().map(it -> it.orThrow().orThrow()).toList();
  }

  private static String code(BulkResult<?> result) {
    return assertInstanceOf(BulkResult.Failed.class, result).error().code();
  }

  @ParameterizedTest
  @EnumSource
  void a_failing_element_does_not_affect_the_others(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    List<Session> opened = open(sessions, 3);
    UUID messageId = UUID.randomUUID();
    List<BulkResult<AppendResult>> appended =
        sessions
            .bulk()
            .append(
                List.of(
                    new SessionMessages(opened.get(0).id(), one("a", messageId)),
                    new SessionMessages(UUID.randomUUID(), one("b", UUID.randomUUID())),
                    new SessionMessages(opened.get(0).id(), one("c", messageId)),
                    new SessionMessages(opened.get(1).id(), one("d", messageId))));
    assertEquals(1, appended.get(0).orThrow().orThrow().size());
    assertEquals("session_not_found", code(appended.get(1)));
    assertEquals("message_conflict", code(appended.get(2)));
    assertEquals(1, appended.get(3).orThrow().orThrow().size());
    List<BulkResult<CloseResult>> closed =
        sessions
            .bulk()
            .close(
                List.of(
                    opened.get(0).id(), UUID.randomUUID(), opened.get(2).id(), opened.get(0).id()),
                RESOLVED);
    assertEquals(true, closed.get(0).orThrow().isWinner());
    assertEquals("session_not_found", code(closed.get(1)));
    assertEquals(true, closed.get(2).orThrow().isWinner());
    assertEquals(closed.get(0).orThrow().session(), closed.get(3).orThrow().session());
    assertEquals(false, closed.get(3).orThrow().isWinner());
    assertEquals(1, sessions.count(SessionFilter.all()).of(SessionStatus.ACTIVE));
    assertEquals(2, sessions.count(SessionFilter.all()).of(OutcomeCategory.RESOLVED));
  }

  private static List<Message> one(String text, UUID id) {
    return List.of(Message.fromUser(text).withId(id));
  }

  @ParameterizedTest
  @EnumSource
  void all_violations_of_all_elements_are_reported_and_nothing_is_opened(
      LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    InvalidInputException bad =
        assertThrows(
            InvalidInputException.class,
            () ->
                sessions
                    .bulk()
                    .open(
                        List.of(
                            SessionRequest.on("x".repeat(33), UUID.randomUUID()),
                            SessionRequest.on("sms", UUID.randomUUID()),
                            SessionRequest.on(" ", UUID.randomUUID()).withSubject("\u0000"))));
    assertEquals(
        List.of("[0].channel", "[2].channel", "[2].subject"),
        bad.violations().stream().map(Violation::field).toList());
    assertEquals(0, sessions.count(SessionFilter.all()).total());
    BulkSessions bulk = sessions.bulk();
    assertThrows(InvalidInputException.class, () -> bulk.open(List.of()));
    assertThrows(InvalidInputException.class, () -> bulk.append(List.of()));
    List<UUID> many = Collections.nCopies(1_001, UUID.randomUUID());
    assertThrows(InvalidInputException.class, () -> bulk.close(many, RESOLVED));
    assertThrows(
        InvalidInputException.class,
        () -> bulk.close(SessionFilter.all(), RESOLVED.withTriggeredBy(" "), null, 10));
    for (int limit : new int[] {-1, 0, 501, 1_000_000_000}) {
      assertThrows(
          InvalidInputException.class,
          () -> bulk.close(SessionFilter.all(), RESOLVED, null, limit));
    }
    assertThrows(
        InvalidInputException.class,
        () -> sessions.count(SessionFilter.all().withEnded(Instant.MIN, Instant.MAX)));
  }

  @ParameterizedTest
  @EnumSource
  void a_bulk_close_continues_page_by_page_through_the_filtered_sessions(
      LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    List<Session> opened = open(sessions, 25);
    Session other = sessions.open(SessionRequest.on("voice", UUID.randomUUID())).orThrow();
    Session paused = sessions.transition(opened.get(0).id(), SessionStatus.PAUSED).orThrow();
    SessionFilter filter =
        SessionFilter.inStatus(SessionStatus.ACTIVE, SessionStatus.CLOSED).withChannel("sms");
    List<UUID> closed = new ArrayList<>();
    String cursor = null;
    do {
      BulkClosePage page = sessions.bulk().close(filter, RESOLVED, cursor, 10);
      page.results().forEach((id, result) -> closed.add(result.orThrow().orThrow().id()));
      cursor = page.next();
    } while (cursor != null);
    assertEquals(24, closed.size());
    assertEquals(24, sessions.count(SessionFilter.all()).of(TerminationReason.RESOLVED));
    assertEquals(paused, sessions.get(paused.id()));
    assertEquals(other, sessions.get(other.id()));
    BulkClosePage again = sessions.bulk().close(filter, RESOLVED, null, 10);
    assertEquals(true, again.results().isEmpty());
    assertNull(again.next());
    SessionFilter ended = SessionFilter.inStatus(SessionStatus.CLOSED);
    assertEquals(true, sessions.bulk().close(ended, RESOLVED, null, 10).results().isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void a_foreign_cursor_and_a_read_only_caller_close_nothing(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    open(sessions, 3);
    OrganizationSessions foreign = store.sessions();
    open(foreign, 2);
    String cursor = foreign.bulk().close(SessionFilter.all(), RESOLVED, null, 1).next();
    assertThrows(
        InvalidInputException.class,
        () -> sessions.bulk().close(SessionFilter.all(), RESOLVED, cursor, 1));
    BulkSessions reader =
        store.lifecycle().readOnly().organization(sessions.organizationId()).bulk();
    assertThrows(
        AccessDeniedException.class, () -> reader.close(SessionFilter.all(), RESOLVED, null, 1));
    assertThrows(
        AccessDeniedException.class, () -> reader.close(List.of(UUID.randomUUID()), RESOLVED));
    assertThrows(AccessDeniedException.class, () -> reader.open(List.of()));
    assertThrows(AccessDeniedException.class, () -> reader.append(List.of()));
    assertEquals(3, sessions.count(SessionFilter.all()).of(SessionStatus.ACTIVE));
  }
}
