package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.model.IllegalTransitionException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All kinds of bad input to the public API: every store refuses them alike and changes nothing. */
class BadInputTest {
  /** Part of every refused value; must not occur in the error. */
  private static final String CONTENT = "s3cret";

  private static final Instant BEFORE_ALL = Instant.parse("-4713-01-01T00:00:00Z");
  private static final Instant AFTER_ALL = Instant.parse("+300000-01-01T00:00:00Z");

  /** A call of the API about a live session. */
  interface SessionCall extends BiConsumer<OrganizationSessions, UUID> {}

  private static Map<String, SessionCall> invalid() {
    Map<String, SessionCall> cases = new LinkedHashMap<>();
    Map<String, String> texts =
        Map.of(
            "NUL", CONTENT + "\0",
            "a lone surrogate", CONTENT + "\uD83D",
            "100,000 characters", CONTENT.repeat(17_000));
    texts.forEach(
        (kind, text) -> {
          opening(cases, "channel: " + kind, it -> it.withSubject(""), text);
          opening(cases, "subject: " + kind, it -> it.withSubject(text), "api");
          opening(cases, "triggeredBy: " + kind, it -> it.withTriggeredBy(text), "api");
          opening(
              cases,
              "externalRef: " + kind,
              it -> it.withExternalRef(new ExternalRef("s", text)),
              "api");
          opening(cases, "metadata: " + kind, it -> it.withMetadata(Map.of(text, text)), "api");
          cases.put(
              "message: " + kind, (door, id) -> door.append(id, List.of(Message.fromUser(text))));
          cases.put(
              "end triggeredBy: " + kind,
              (door, id) -> door.close(id, EndRequest.unspecified().withTriggeredBy(text)));
          cases.put(
              "update: " + kind,
              (door, id) -> door.update(id, 1, SessionUpdate.nothing().withSubject(text)));
        });
    opening(cases, "channel: blank", UnaryOperator.identity(), "  ");
    opening(cases, "subject: 501 emoji", it -> it.withSubject("\uD83D\uDE00".repeat(501)), "api");
    opening(cases, "metadata: 10,000 deep", it -> it.withMetadata(deep()), "api");
    opening(cases, "metadata: NaN", it -> it.withMetadata(Map.of(CONTENT, Double.NaN)), "api");
    opening(
        cases,
        "variables: 10 MB",
        it -> it.withContextVariables(Map.of("k", "x".repeat(10 << 20))),
        "api");
    opening(cases, "status: an end", it -> it.withStatus(SessionStatus.CLOSED), "api");
    for (Instant time : List.of(Instant.MIN, Instant.MAX, BEFORE_ALL, AFTER_ALL)) {
      opening(cases, "startedAt: " + time, it -> it.withStartedAt(time), "api");
      cases.put(
          "endedAt: " + time,
          (door, id) -> door.close(id, EndRequest.unspecified().withEndedAt(time)));
      cases.put(
          "sentAt: " + time,
          (door, id) -> door.append(id, List.of(Message.fromUser("m").at(time))));
    }
    cases.put(
        "1,001 messages",
        (door, id) ->
            door.append(
                id, Stream.generate(() -> Message.fromUser(CONTENT)).limit(1_001).toList()));
    for (int size : List.of(-1, 0, 1_000_000_000)) {
      cases.put("page of " + size, (door, id) -> door.list(SessionFilter.all(), null, size));
      cases.put("messages, page of " + size, (door, id) -> door.messages(id, 0, size));
      cases.put("history, page of " + size, (door, id) -> door.history(id, 0, size));
    }
    cases.put("forged cursor", (door, id) -> door.list(SessionFilter.all(), CONTENT, 10));
    cases.put("messages after -1", (door, id) -> door.messages(id, -1, 10));
    MissingInput.cases().forEach((field, ask) -> cases.put("missing, " + field, ask));
    return cases;
  }

  private static void opening(
      Map<String, SessionCall> cases,
      String name,
      UnaryOperator<SessionRequest> change,
      String channel) {
    cases.put(
        "open, " + name,
        (door, id) -> door.open(change.apply(SessionRequest.on(channel, UUID.randomUUID()))));
  }

  @Test
  void every_store_refuses_bad_input_with_the_same_messages() {
    Map<String, String> expected = refusals(LifecyclesUnderTest.MEMORY);
    assertThat(refusals(LifecyclesUnderTest.H2)).isEqualTo(expected);
    assertThat(refusals(LifecyclesUnderTest.POSTGRESQL)).isEqualTo(expected);
  }

  /** Makes every call, checks each refusal, and returns the messages. */
  private static Map<String, String> refusals(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Session session = LifecyclesUnderTest.open(sessions);
    Map<String, String> said = new LinkedHashMap<>();
    invalid()
        .forEach(
            (name, ask) -> {
              Throwable refusal = catchThrowable(() -> ask.accept(sessions, session.id()));
              assertThat(refusal).as(name).isInstanceOf(InvalidInputException.class);
              List<Violation> violations = ((InvalidInputException) refusal).violations();
              assertThat(violations).as(name).isNotEmpty();
              assertThat(violations).as(name).noneMatch(it -> it.field().isBlank());
              assertThat(violations).as(name).noneMatch(it -> it.limit().isBlank());
              if (name.startsWith("missing, ")) {
                String field = name.substring(name.indexOf(": ") + 2);
                assertThat(violations).extracting(Violation::field).as(name).contains(field);
              }
              String text = Objects.requireNonNull(refusal.getMessage());
              assertThat(text).as(name).doesNotContain(CONTENT).hasSizeLessThan(500);
              said.put(name, text);
            });
    assertThat(sessions.get(session.id())).isEqualTo(session);
    assertThat(sessions.messages(session.id())).isEmpty();
    assertThat(sessions.history(session.id())).hasSize(1);
    assertThat(sessions.list(SessionFilter.all(), null, 10).items()).containsExactly(session);
    return said;
  }

  @ParameterizedTest
  @EnumSource
  void an_id_of_another_organization_is_treated_like_a_missing_id(LifecyclesUnderTest store) {
    UUID foreign = LifecyclesUnderTest.open(store.sessions()).id();
    OrganizationSessions sessions = store.sessions();
    for (SessionCall ask : touching()) {
      SessionLifecycleException ofForeign = refusal(ask, sessions, foreign);
      SessionLifecycleException ofMissing = refusal(ask, sessions, UUID.randomUUID());
      assertThat(ofForeign).isInstanceOf(SessionNotFoundException.class);
      assertThat(ofForeign.code()).isEqualTo(ofMissing.code());
      assertThat(ofMissing).isInstanceOf(SessionNotFoundException.class);
    }
  }

  private static List<SessionCall> touching() {
    return List.of(
        (door, id) -> door.get(id),
        (door, id) -> door.append(id, List.of(Message.fromUser("m"))),
        (door, id) -> door.transition(id, SessionStatus.PAUSED, "agent"),
        (door, id) -> door.update(id, 1, SessionUpdate.nothing().withSubject("s")),
        (door, id) -> door.close(id, EndRequest.unspecified()),
        (door, id) -> door.fail(id, EndRequest.unspecified()),
        (door, id) -> door.enrich(id, EndRequest.reported("resolved")));
  }

  private static SessionLifecycleException refusal(
      SessionCall ask, OrganizationSessions door, UUID id) {
    Throwable refusal = catchThrowable(() -> ask.accept(door, id));
    assertThat(refusal).isInstanceOf(SessionLifecycleException.class);
    return (SessionLifecycleException) refusal;
  }

  @ParameterizedTest
  @EnumSource
  void a_cursor_of_another_organization_is_refused(LifecyclesUnderTest store) {
    OrganizationSessions own = store.sessions();
    LifecyclesUnderTest.open(own);
    LifecyclesUnderTest.open(own);
    String cursor = own.list(SessionFilter.all(), null, 1).next();
    assertThat(cursor).isNotNull();
    assertThat(catchThrowable(() -> store.sessions().list(SessionFilter.all(), cursor, 1)))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @EnumSource
  void an_illegal_move_is_reported_and_changes_nothing(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Session session = LifecyclesUnderTest.open(sessions);
    assertThat(
            catchThrowable(() -> sessions.transition(session.id(), SessionStatus.QUEUED, "agent")))
        .isInstanceOf(IllegalTransitionException.class);
    assertThat(sessions.get(session.id())).isEqualTo(session);
  }

  @ParameterizedTest
  @EnumSource
  void an_end_never_fails_because_of_its_reason_and_the_first_is_kept(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    for (String reported : List.of("\0", "\uD83D", "x".repeat(10_000), " ", "'; DROP TABLE x")) {
      Session session = LifecyclesUnderTest.open(sessions);
      Session ended = sessions.close(session.id(), EndRequest.reported(reported)).session();
      assertThat(ended.isEnded()).isTrue();
      assertThat(sessions.close(session.id(), EndRequest.reported("resolved")).session())
          .isEqualTo(ended);
      assertThat(sessions.get(session.id())).isEqualTo(ended);
    }
  }

  @ParameterizedTest
  @EnumSource
  void unusual_but_valid_text_is_kept_byte_for_byte(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    Map<String, Object> metadata =
        Map.of(
            "'); DROP TABLE sl_session; --",
            "\"}'::jsonb",
            "\u202Eright to left",
            "\u00e9 is not e\u0301",
            "k".repeat(60_000),
            "a long key",
            "\uD83D\uDE00",
            List.of(1L, -0.5, true));
    SessionRequest request =
        SessionRequest.on("sms", UUID.randomUUID())
            .withMetadata(metadata)
            .withSubject("\uD83D\uDE00".repeat(500));
    Session opened = sessions.open(request).orThrow();
    Session read = sessions.get(opened.id());
    assertThat(read.metadata()).isEqualTo(metadata);
    assertThat(read.subject()).isEqualTo("\uD83D\uDE00".repeat(500));
    sessions
        .update(opened.id(), opened.version(), SessionUpdate.nothing().withSubject("s"))
        .orThrow();
    assertThat(sessions.get(opened.id()).metadata()).isEqualTo(metadata);
  }

  private static Map<String, Object> deep() {
    Map<String, Object> outer = new HashMap<>();
    Map<String, Object> at = outer;
    for (int i = 0; i < 10_000; i++) {
      Map<String, Object> next = new HashMap<>();
      at.put(CONTENT, next);
      at = next;
    }
    return outer;
  }
}
