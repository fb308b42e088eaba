package dev.sessionlifecycle.verification.updates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.verification.conformance.Fixtures;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SmallPagesTest {

  @Test
  void a_listing_without_a_limit_has_the_maximum_page_size() {
    Limits all = Limits.defaults();
    OrganizationSessions sessions =
        SessionLifecycle.builder(Fixtures.inMemory(SettableClock.create()))
            .limits(
                new Limits(
                    all.messageBytes(),
                    all.messagesPerAppend(),
                    all.jsonBytes(),
                    all.jsonDepth(),
                    all.subjectLength(),
                    all.summaryBytes(),
                    2))
            .build()
            .organization(UUID.randomUUID());
    for (int i = 0; i < 3; i++) {
      LifecyclesUnderTest.open(sessions);
    }
    assertThat(sessions.list(SessionFilter.all()).items()).hasSize(2);
    assertThat(sessions.list(SessionFilter.all()).next()).isNotNull();
  }
}
