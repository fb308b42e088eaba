package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.conformance.StoreFixture;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An end that is applied as its session opens is announced like any other, once. */
class EarlyEndIsAnnouncedTest implements SessionListener {
  private final List<UUID> heard = new ArrayList<>();

  @Override
  public void ended(Session session) {
    heard.add(session.id());
  }

  @ParameterizedTest
  @EnumSource
  void an_early_end_is_announced_when_its_session_opens(FixtureKind kind) {
    StoreFixture fixture = kind.open();
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(fixture.store()).clock(fixture.clock()).listener(this).build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      SessionRequest one = endedEarly(sessions);
      Session single = sessions.open(one).session();
      assertThat(heard).containsExactly(single.id());
      List<SessionRequest> many = List.of(endedEarly(sessions), endedEarly(sessions), one);
      List<UUID> bulk =
          sessions.bulk().open(many).stream().map(it -> ended(it.orThrow()).id()).toList();
      assertThat(bulk).endsWith(single.id());
      assertThat(heard)
          .containsExactlyInAnyOrder(single.id(), bulk.get(0), bulk.get(1))
          .startsWith(single.id());
    }
  }

  private static Session ended(OpenResult result) {
    assertThat(result).isInstanceOf(OpenResult.AlreadyEnded.class);
    return result.session();
  }

  private static SessionRequest endedEarly(OrganizationSessions sessions) {
    ExternalRef ref = new ExternalRef("twilio", "" + UUID.randomUUID());
    assertThat(sessions.close(ref, EndRequest.reported("callee_busy"))).isEmpty();
    return SessionRequest.on("voice", UUID.randomUUID()).withExternalRef(ref);
  }
}
