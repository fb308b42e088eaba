package dev.sessionlifecycle.verification.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import dev.sessionlifecycle.verification.equivalence.OmittingStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A store says that a limit of a session has passed, and yet never ends the session. */
class ContradictingStoreTest {
  private static final UUID ORGANIZATION = new UUID(0, 1);

  private final SettableClock clock = SettableClock.create();
  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(OmittingStore.of("SessionStore.close", Fixtures.inMemory(clock)))
          .clock(clock)
          .build();
  private final OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
  private final Session session =
      sessions.open(SessionRequest.on("voice", new UUID(0, 2))).orThrow();

  @Test
  void no_call_waits_for_ever_for_an_overdue_session_to_end() {
    clock.advance(Duration.ofDays(60));
    fails(() -> sessions.append(session.id(), Message.fromUser("hello")));
    fails(() -> sessions.transition(session.id(), SessionStatus.PAUSED, "api"));
    fails(
        () ->
            sessions.update(
                session.id(), session.version(), SessionUpdate.nothing().withSubject("a")));
    fails(
        () ->
            lifecycle
                .ownedSession(ORGANIZATION, session.id())
                .append(List.of(Message.fromUser("hello"))));
    assertThat(sessions.get(session.id()).status()).isEqualTo(SessionStatus.ACTIVE);
  }

  private static void fails(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("100 attempts");
  }
}
