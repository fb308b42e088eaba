package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Opening a session never answers with one that is not the one asked for. */
class OpenIdentityTest {
  private static final UUID ALICE = new UUID(1, 1);
  private static final UUID BOB = new UUID(2, 2);
  private static final UUID ID = new UUID(3, 3);
  private static final ExternalRef REF = new ExternalRef("twilio", "call-1");
  private static final ExternalRef OTHER_REF = new ExternalRef("twilio", "call-2");

  /** How the session that is there was ended, if it was. */
  private enum End {
    NONE,
    CLOSED,
    EARLY
  }

  /** Requests that contradict the session of {@link #first}, each with the code of the conflict. */
  private enum Contradiction {
    USER_BY_ID("session_id_taken", SessionRequest.on("chat", BOB).withId(ID)),
    CHANNEL_BY_ID("session_id_taken", SessionRequest.on("voice", ALICE).withId(ID)),
    TYPE_BY_ID(
        "session_id_taken",
        SessionRequest.on("chat", ALICE).withId(ID).withSessionType(SessionType.TEST)),
    USER_BY_BOTH(
        "session_id_taken", SessionRequest.on("chat", BOB).withId(ID).withExternalRef(REF)),
    USER_BY_REF("external_id_taken", SessionRequest.on("chat", BOB).withExternalRef(REF)),
    CHANNEL_BY_REF("external_id_taken", SessionRequest.on("voice", ALICE).withExternalRef(REF)),
    TYPE_BY_REF(
        "external_id_taken",
        SessionRequest.on("chat", ALICE)
            .withExternalRef(REF)
            .withSessionType(SessionType.SIMULATION)),
    ID_BY_REF(
        "external_id_taken",
        SessionRequest.on("chat", ALICE).withId(new UUID(9, 9)).withExternalRef(REF)),
    REF_BY_ID(
        "external_id_conflict",
        SessionRequest.on("chat", ALICE).withId(ID).withExternalRef(OTHER_REF));

    private final String code;
    private final SessionRequest request;

    Contradiction(String code, SessionRequest request) {
      this.code = code;
      this.request = request;
    }
  }

  /** Opens one session, by itself or among others. */
  private enum Call {
    SINGLE {
      @Override
      OpenResult open(OrganizationSessions sessions, SessionRequest request) {
        return sessions.open(request);
      }
    },
    BULK {
      @Override
      OpenResult open(OrganizationSessions sessions, SessionRequest request) {
        return sessions
            .bulk()
            .open(List.of(SessionRequest.on("sms", UUID.randomUUID()), request))
            .get(1)
            .orThrow();
      }
    };

    abstract OpenResult open(OrganizationSessions sessions, SessionRequest request);
  }

  private static SessionRequest first() {
    return SessionRequest.on("chat", ALICE).withId(ID).withExternalRef(REF).withSubject("private");
  }

  private static Session openFirst(OrganizationSessions sessions, End end) {
    if (end == End.EARLY) {
      sessions.close(REF, EndRequest.reported("busy"));
    }
    Session session = sessions.open(first()).session();
    return end == End.CLOSED ? sessions.close(session.id(), "done").session() : session;
  }

  static Stream<Arguments> storesAndEnds() {
    return Stream.of(LifecyclesUnderTest.values())
        .flatMap(store -> Stream.of(End.values()).map(end -> Arguments.of(store, end)));
  }

  static Stream<Arguments> contradictions() {
    return storesAndEnds()
        .map(Arguments::get)
        .flatMap(
            it -> Stream.of(Contradiction.values()).map(each -> Arguments.of(it[0], it[1], each)));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void a_session_that_is_not_the_one_asked_for_is_a_conflict(
      LifecyclesUnderTest store, End end, Contradiction contradiction) {
    for (OpenPolicy policy : OpenPolicy.values()) {
      for (Call call : Call.values()) {
        OrganizationSessions sessions = store.sessions();
        Session there = openFirst(sessions, end);
        assertThatThrownBy(() -> call.open(sessions, contradiction.request.withOpenPolicy(policy)))
            .as("%s %s", policy, call)
            .isInstanceOfSatisfying(
                SessionConflictException.class,
                e -> assertThat(e.code()).isEqualTo(contradiction.code));
        assertThat(sessions.get(ID)).isEqualTo(there);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("storesAndEnds")
  void a_start_that_is_reported_again_returns_the_session(LifecyclesUnderTest store, End end) {
    for (Call call : Call.values()) {
      for (UnaryOperator<SessionRequest> how :
          List.<UnaryOperator<SessionRequest>>of(
              it -> SessionRequest.on("chat", ALICE).withId(ID),
              it -> SessionRequest.on("chat", ALICE).withExternalRef(REF),
              it -> it.withStatus(SessionStatus.QUEUED).withMetadata(Map.of("other", "value")))) {
        OrganizationSessions sessions = store.sessions();
        Session there = openFirst(sessions, end);
        assertThat(call.open(sessions, how.apply(first())).session()).isEqualTo(there);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_external_id_that_a_reused_session_has_not_is_a_conflict(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    SessionRequest reusing = SessionRequest.on("chat", ALICE).withOpenPolicy(OpenPolicy.REUSE);
    Session live = sessions.open(reusing).orThrow();
    assertThat(sessions.open(reusing.withId(ID)).session()).isEqualTo(live);
    assertThatThrownBy(() -> sessions.open(reusing.withExternalRef(REF)))
        .isInstanceOfSatisfying(
            SessionConflictException.class,
            e -> assertThat(e.code()).isEqualTo("external_id_conflict"));
  }

  @ParameterizedTest
  @EnumSource
  void an_external_id_still_counts_once_a_step_has_replaced_it(LifecyclesUnderTest store) {
    ExternalRef shown = new ExternalRef("twilio", "[redacted]");
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(store.store())
            .clock(store.clock())
            .finalizeWith(
                FinalizeChain.first(
                    FinalizeStep.of(
                        "hide-" + store.name().toLowerCase(Locale.ROOT),
                        context ->
                            StepOutcome.done(
                                Effects.builder().externalRef("twilio", "[redacted]").build()))))
            .build();
    OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
    openFirst(sessions, End.CLOSED);
    lifecycle.finalizer().runDue(1_000);
    assertThat(sessions.get(ID).externalRef()).isEqualTo(shown);
    assertThat(sessions.open(first()).session().id()).isEqualTo(ID);
    assertThat(sessions.open(SessionRequest.on("chat", ALICE).withExternalRef(REF)).session().id())
        .isEqualTo(ID);
    assertThatThrownBy(() -> sessions.open(first().withExternalRef(OTHER_REF)))
        .isInstanceOf(SessionConflictException.class);
  }

  @ParameterizedTest
  @EnumSource
  void an_undefined_retention_policy_is_refused(LifecyclesUnderTest store) {
    OrganizationSessions sessions = store.sessions();
    UUID policy = UUID.randomUUID();
    SessionRequest request = first().withRetentionPolicy(policy);
    assertThat(refused(() -> sessions.open(request))).containsExactly("retention_policy_id");
    assertThat(refused(() -> sessions.bulk().open(List.of(first(), request, request))))
        .containsExactly("[1].retention_policy_id", "[2].retention_policy_id");
    assertThat(sessions.find(ID)).isEmpty();

    Session session = sessions.open(first()).orThrow();
    SessionUpdate update = SessionUpdate.nothing().withRetentionPolicy(policy);
    assertThat(refused(() -> sessions.update(ID, session.version(), update)))
        .containsExactly("retention_policy_id");
    assertThat(sessions.get(ID)).isEqualTo(session);

    store
        .lifecycle()
        .retention(sessions.organizationId())
        .define(policy, RetentionPolicy.keepFor(Duration.ofDays(1)));
    sessions.update(ID, session.version(), update);
    assertThat(sessions.get(ID).retentionPolicyId()).isEqualTo(policy);
    assertThat(sessions.open(SessionRequest.on("sms", BOB).withRetentionPolicy(policy)).orThrow())
        .isNotNull();
  }

  private static List<String> refused(Runnable call) {
    try {
      call.run();
      return List.of();
    } catch (InvalidInputException e) {
      return e.violations().stream().map(Violation::field).toList();
    }
  }
}
