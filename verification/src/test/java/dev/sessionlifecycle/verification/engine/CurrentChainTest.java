package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.CurrentChains;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The chain belongs to the store: its steps run, whichever process ends a session. */
class CurrentChainTest {
  private static final String SECRET = "mail jane@example.com";
  private static final ExternalRef REF = new ExternalRef("twilio", "call-1");
  private static final FinalizeChain SCRUB = FinalizeChain.first(ScrubStep.standard());

  /** A store, a process that runs steps, and one that has none. */
  private static final class Processes {
    final UUID organization = UUID.randomUUID();
    final TestClock clock = new TestClock();
    final EngineStore kind;
    final SessionStore store;
    final SessionLifecycle withoutSteps;
    final SessionLifecycle main;
    final OrganizationSessions sessions;
    final OrganizationSessions others;

    Processes(EngineStore kind) {
      this.kind = kind;
      store = kind.open(clock);
      withoutSteps = builder().build();
      main = builder().finalizeWith(SCRUB).build();
      sessions = main.organization(organization);
      others = withoutSteps.organization(organization);
    }

    SessionLifecycleBuilder builder() {
      return SessionLifecycle.builder(store).clock(clock).orphanPolicy(OrphanPolicy.close());
    }

    SessionRequest request() {
      return SessionRequest.on("voice", new UUID(7, 7)).withOpenPolicy(OpenPolicy.SUPERSEDE);
    }

    UUID open(SessionRequest request) {
      UUID id = sessions.open(request).orThrow().id();
      sessions.append(id, Message.fromUser(SECRET));
      return id;
    }

    List<String> texts(UUID id) {
      return sessions.messages(id).stream().map(it -> it.text()).toList();
    }

    void housekeepingAfter(Duration time) {
      clock.advance(time);
      withoutSteps.housekeeping().runDue(100);
    }
  }

  /** Ways in which the process without steps ends a session that the other one has opened. */
  private enum WayToEnd {
    CLOSE {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes.others.close(id, "CLIENT_INITIATED");
        return id;
      }
    },
    FAIL {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes.others.fail(id, EndRequest.unspecified());
        return id;
      }
    },
    EXPIRE {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes.others.expire(id, EndRequest.unspecified());
        return id;
      }
    },
    SUPERSEDE {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes.others.supersede(id, null, EndRequest.unspecified());
        return id;
      }
    },
    SUPERSEDE_BY_OPENING {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes.others.open(processes.request());
        return id;
      }
    },
    EXTERNAL_ID {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request().withExternalRef(REF));
        processes.others.close(REF, EndRequest.reported("busy"));
        return id;
      }
    },
    EARLY_END {
      @Override
      UUID end(Processes processes) {
        processes.others.close(REF, EndRequest.reported("busy"));
        SessionRequest request = processes.request().withExternalRef(REF).withSubject(SECRET);
        return processes.others.open(request).session().id();
      }
    },
    IDS {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes.others.bulk().close(List.of(id), EndRequest.unspecified());
        return id;
      }
    },
    FILTER {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes.others.bulk().close(SessionFilter.all(), EndRequest.unspecified(), null, 10);
        return id;
      }
    },
    STORED_POLICY {
      @Override
      UUID end(Processes processes) {
        UUID policy = UUID.randomUUID();
        processes
            .main
            .retention(processes.organization)
            .define(policy, RetentionPolicy.keepFor(Duration.ofDays(9)));
        UUID id = processes.open(processes.request().withRetentionPolicy(policy));
        processes.others.close(id, "CLIENT_INITIATED");
        return id;
      }
    },
    TIME_LIMIT {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes.housekeepingAfter(Duration.ofHours(5));
        return id;
      }
    },
    ORPHAN {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        processes
            .main
            .ownedSession(processes.organization, id)
            .acquire(Duration.ofSeconds(30), OwnedSession.Buffering.NONE);
        processes.housekeepingAfter(Duration.ofMinutes(1));
        return id;
      }
    },
    JOINED {
      @Override
      UUID end(Processes processes) throws SQLException {
        UUID id = processes.open(processes.request());
        if (processes.store instanceof JdbcSessionStore store) {
          try (Connection connection = processes.kind.connect()) {
            connection.setAutoCommit(false);
            processes
                .withoutSteps
                .joining(store.joining(connection))
                .organization(processes.organization)
                .close(id, "CLIENT_INITIATED");
            connection.commit();
          }
        } else {
          processes.others.close(id, "CLIENT_INITIATED");
        }
        return id;
      }
    },
    RUNTIME {
      @Override
      UUID end(Processes processes) {
        UUID id = processes.open(processes.request());
        SessionRuntime runtime =
            SessionRuntime.builder(
                    processes.withoutSteps, processes.organization, turn -> TurnReply.say("ok"))
                .open(id);
        runtime.runTurn(SECRET);
        runtime.endSession("resolved", "agent");
        return id;
      }
    };

    /** Ends a session; returns its id. */
    abstract UUID end(Processes processes) throws SQLException;
  }

  static Stream<Arguments> cases() {
    return Stream.of(EngineStore.values())
        .flatMap(kind -> Stream.of(WayToEnd.values()).map(way -> Arguments.of(kind, way)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_session_ended_by_a_process_without_steps_is_scrubbed(EngineStore kind, WayToEnd way)
      throws SQLException {
    Processes processes = new Processes(kind);
    UUID id = way.end(processes);
    assertThat(processes.sessions.get(id).isEnded()).isTrue();
    assertThat(processes.sessions.get(id).finalizedAt()).isNull();

    processes.main.finalizer().runDue(100);

    assertThat(processes.sessions.get(id).finalizedAt()).isNotNull();
    assertThat(processes.texts(id)).noneMatch(it -> it.contains("jane@"));
    assertThat(String.valueOf(processes.sessions.get(id).subject())).doesNotContain("jane@");
  }

  @ParameterizedTest
  @EnumSource
  void a_process_that_names_the_steps_needs_no_other_to_start_first(EngineStore kind) {
    TestClock clock = new TestClock();
    SessionStore store = kind.open(clock);
    SessionLifecycle naming =
        SessionLifecycle.builder(store)
            .clock(clock)
            .finalizeWith(FinalizeChain.named("scrub", "notify"))
            .build();
    OrganizationSessions sessions = naming.organization(UUID.randomUUID());
    UUID id = sessions.open(SessionRequest.on("chat", new UUID(7, 7))).orThrow().id();
    sessions.append(id, Message.fromUser(SECRET));
    sessions.close(id, "done");
    assertThat(naming.finalizer().runDue(100).claimed()).isZero();
    assertThat(store.chains().current()).isEqualTo(CurrentChains.none());

    FinalizeStep notify = FinalizeStep.of("notify", context -> StepOutcome.done());
    SessionLifecycle main =
        SessionLifecycle.builder(store).clock(clock).finalizeWith(SCRUB.then(notify)).build();
    main.finalizer().runDue(100);

    assertThat(sessions.get(id).finalizedAt()).isNotNull();
    assertThat(sessions.messages(id).get(0).text()).doesNotContain("jane@");
  }

  @ParameterizedTest
  @EnumSource
  void each_type_of_session_gets_its_own_current_chain(EngineStore kind) {
    Processes processes = new Processes(kind);
    processes
        .builder()
        .finalizeWith(
            SCRUB
                .then(step("crm"))
                .insteadFor(SessionType.TEST, FinalizeChain.first(step("check"))))
        .build();
    for (SessionType type : SessionType.values()) {
      UUID id = processes.open(processes.request().withSessionType(type));
      processes.others.close(id, "done");
      String expected =
          switch (type) {
            case LIVE -> "scrub crm<0";
            case TEST -> "check";
            case SIMULATION -> "scrub";
          };
      assertThat(shape(processes, id)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void of_two_versions_the_one_that_runs_last_is_current(EngineStore kind) {
    Processes processes = new Processes(kind);
    SessionLifecycle next = processes.builder().finalizeWith(SCRUB.then(step("crm"))).build();
    assertThat(endedByOthers(processes)).isEqualTo("scrub crm<0");
    processes.main.finalizer().runDue(100);
    assertThat(endedByOthers(processes)).isEqualTo("scrub");
    next.finalizer().runDue(100);
    assertThat(endedByOthers(processes)).isEqualTo("scrub crm<0");
    assertThat(processes.store.chains().current().version()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void the_last_step_can_be_removed(EngineStore kind) {
    Processes processes = new Processes(kind);
    UUID old = processes.open(processes.request());
    processes.others.close(old, "done");
    SessionLifecycle last =
        processes.builder().finalizeWith(FinalizeChain.none().removed("scrub")).build();
    last.finalizer().runDue(100);
    assertThat(processes.sessions.get(old).finalizedAt()).isNotNull();
    assertThat(endedByOthers(processes)).isEmpty();
  }

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }

  private static String endedByOthers(Processes processes) {
    UUID id = processes.open(processes.request());
    processes.others.close(id, "done");
    return shape(processes, id);
  }

  private static String shape(Processes processes, UUID id) {
    SessionKey key = new SessionKey(processes.organization, id);
    String digest = processes.store.chains().find(key).orElseThrow().shape();
    return processes.store.chains().shape(digest).orElseThrow().encode();
  }
}
