package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A channel is no personal data, but personal data is no channel. */
class ScrubbedChannelsTest {
  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(InMemorySessionStore.create())
          .finalizeWith(FinalizeChain.first(ScrubStep.standard()))
          .build();
  private final OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());

  @AfterEach
  void stop() {
    lifecycle.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.com", "line.me", "web.de", "Voice", "WebRTC", "in-app", "t.me"})
  void a_channel_of_letters_is_accepted_and_kept_as_given(String channel) {
    UUID id = sessions.open(SessionRequest.on(channel, UUID.randomUUID())).orThrow().id();
    assertThat(sessions.get(id).channel()).isEqualTo(channel);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jane@example.com", "+1 415-555-0132", "4111 1111 1111 1111"})
  void personal_data_is_refused_as_a_channel(String channel) {
    assertThatThrownBy(() -> sessions.open(SessionRequest.on(channel, UUID.randomUUID())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("channel");
  }
}
