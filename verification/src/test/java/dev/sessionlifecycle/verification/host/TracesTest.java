package dev.sessionlifecycle.verification.host;

import static dev.sessionlifecycle.assertj.SessionAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.host.SessionTime;
import dev.sessionlifecycle.testkit.host.TestStore;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is written to a store is found there, wherever it is, and after an erasure is not. */
@Tag("long")
class TracesTest {
  private static final List<String> WORDS =
      List.of(
          "subject-word",
          "metadata-word",
          "Größe \"nested\" word",
          "variable-word",
          "external-word",
          "message-word",
          "reported-word",
          "trigger-word",
          "disposition-note-word",
          "disposition-by-word");

  @ParameterizedTest
  @EnumSource
  void each_text_that_is_stored_is_found_until_it_is_erased(TestStoreKind kind) {
    try (TestStore store = kind.open();
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(store.store()).clock(store.clock()).build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      UUID user = UUID.randomUUID();
      assertThat(store).hasNoTrace(WORDS.toArray(String[]::new)).hasNoTrace(user.toString());
      plant(sessions, user);
      for (String word : WORDS) {
        assertThat(store).hasTrace(word);
        assertThat(store).hasTrace(word.toUpperCase(java.util.Locale.ROOT));
        assertThatThrownBy(() -> assertThat(store).hasNoTrace("nowhere", word))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining(word);
      }
      assertThat(store).hasTrace(user.toString());
      assertThatThrownBy(() -> assertThat(store).hasTrace("nowhere"))
          .isInstanceOf(AssertionError.class);
      SessionTime.of(store, lifecycle).settle();
      assertThat(lifecycle.retention(sessions.organizationId()).erase(user, "desk").isComplete())
          .isTrue();
      assertThat(store).hasNoTrace(WORDS.toArray(String[]::new)).hasNoTrace(user.toString());
    }
  }

  private static void plant(OrganizationSessions sessions, UUID user) {
    Session session =
        sessions
            .open(
                SessionRequest.on("voice", user)
                    .withSubject("the subject-word")
                    .withMetadata(
                        Map.of(
                            "k",
                            "a metadata-word",
                            "l",
                            List.of(Map.of("m", "Größe \"nested\" word"))))
                    .withContextVariables(Map.of("k", "a variable-word"))
                    .withExternalRef(new ExternalRef("test", "external-word")))
            .orThrow();
    sessions.append(session.id(), Message.fromUser("hello"), Message.fromUser("message-word"));
    sessions.close(
        session.id(),
        EndRequest.because(TerminationReason.RESOLVED, "reported-word")
            .withTriggeredBy("trigger-word"));
    sessions.disposition(session.id(), "sold", "a disposition-note-word", "disposition-by-word");
  }

  @ParameterizedTest
  @EnumSource
  void holds_and_receipts_are_searched_too(TestStoreKind kind) {
    try (TestStore store = kind.open();
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(store.store()).clock(store.clock()).build()) {
      OrganizationSessions sessions = lifecycle.organization(UUID.randomUUID());
      plant(sessions, UUID.randomUUID());
      var retention = lifecycle.retention(sessions.organizationId());
      retention.place(HoldScope.endUser(UUID.randomUUID()), "why-word", "holder-word");
      retention.erase(UUID.randomUUID(), "eraser-word");
      assertThat(store).hasTrace("why-word").hasTrace("holder-word");
      assertThatThrownBy(() -> store.placesOf("")).isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> assertThat(store).hasNoTrace())
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void places_are_named(TestStoreKind kind) {
    try (TestStore store = kind.open();
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(store.store()).clock(store.clock()).build()) {
      plant(lifecycle.organization(UUID.randomUUID()), UUID.randomUUID());
      assertThat(store.placesOf("message-word"))
          .containsExactly(kind == TestStoreKind.MEMORY ? "messages" : "sl_message.body");
    }
  }
}
