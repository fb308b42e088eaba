package dev.sessionlifecycle.verification.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.EvalScore;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.steps.memory.JsonLinesMemorySink;
import dev.sessionlifecycle.steps.memory.MemorySyncStep;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plants personal data wherever a host can pass text, before the end and after it, runs the chain,
 * and searches everything that the store contains.
 */
@Tag("long")
class ScrubbedStoreTest {

  private static final UUID ORGANIZATION = new UUID(7, 7);
  private static final UUID USER = new UUID(9, 9);
  private static final String MAIL = "ada.byron@example.org";

  /** The planted texts, each with at most 64 code points of context that identify its kind. */
  private static final Map<String, String> PLANTED =
      Map.ofEntries(
          Map.entry(MAIL, MAIL),
          Map.entry("415-555-0132", "415-555-0132"),
          Map.entry("4111 1111 1111 1111", "card 4111 1111 1111 1111"),
          Map.entry("GB29NWBK60161331926819", "GB29NWBK60161331926819"),
          Map.entry("219-09-9999", "219-09-9999"),
          Map.entry("203.0.113.77", "203.0.113.77"),
          Map.entry("https://ada.example.net/private", "https://ada.example.net/private"),
          Map.entry("sk_live_51H8abcDEF1234567890ghij", "sk_live_51H8abcDEF1234567890ghij"),
          Map.entry(
              "four one five five five five zero one three two",
              "call four one five five five five zero one three two"),
          Map.entry("ada at example dot org", "ada at example dot org"),
          Map.entry("Ada Byron", "my name is Ada Byron"),
          Map.entry("12 Analytical Lane", "I live at 12 Analytical Lane"));

  private static final String ALL =
      "My name is Ada Byron. I live at 12 Analytical Lane, London. Write to ada.byron@example.org"
          + " or ada at example dot org, call 415-555-0132, that is four one five five five five"
          + " zero one three two. My card is 4111 1111 1111 1111, iban GB29NWBK60161331926819, ssn"
          + " 219-09-9999. I come from 203.0.113.77, see https://ada.example.net/private, key"
          + " sk_live_51H8abcDEF1234567890ghij.";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void no_planted_personal_data_is_left(SearchableStore kind) throws Exception {
    Path memories = directory.resolve("memories.jsonl");
    FinalizeChain chain =
        FinalizeChain.first(ScrubStep.standard(), failingOnce())
            .then(
                SummarizeStep.extractive(),
                MemorySyncStep.to(JsonLinesMemorySink.at(memories)).withTranscript());
    try (SearchableStore.Searched searched = kind.open();
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(searched.store())
                .finalizeWith(chain)
                .scrubHoldsAndReceipts()
                .build()) {
      OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
      List<Session> ended = new ArrayList<>();
      PLANTED.values().forEach(words -> ended.add(closed(sessions, words)));
      noteUnscrubbed(searched.store(), ended);
      Session early = endedBeforeItBegan(sessions);
      assertThat(searched.placesOf(MAIL, sessions, ended)).containsAll(kind.places());

      finish(lifecycle, sessions, ended);
      finish(lifecycle, sessions, List.of(early));
      searchForAll(searched, sessions, ended, memories);

      for (int i = 0; i < ended.size(); i++) {
        String words = List.copyOf(PLANTED.values()).get(i);
        enrich(sessions, ended.get(i), words);
        reportAgain(sessions, ended.get(i), words);
        holdAndErase(lifecycle, sessions, ended.get(i), words);
      }
      finish(lifecycle, sessions, ended);
      searchForAll(searched, sessions, ended, memories);
      assertThat(sessions.get(ended.get(0).id()).summary()).contains("[EMAIL_ADDRESS]");
      assertThat(searched.placesOf("[EMAIL_ADDRESS]", sessions, ended)).containsAll(kind.places());
    }
  }

  private static void searchForAll(
      SearchableStore.Searched searched,
      OrganizationSessions sessions,
      List<Session> ended,
      Path memories)
      throws Exception {
    for (String planted : PLANTED.keySet()) {
      assertThat(searched.placesOf(planted, sessions, ended)).as(planted).isEmpty();
      assertThat(Files.readString(memories)).as("the memory").doesNotContain(planted);
    }
  }

  private static ExternalRef ref(String words) {
    return new ExternalRef("line of " + words, "call of " + words);
  }

  private static Session closed(OrganizationSessions sessions, String words) {
    Session session =
        sessions
            .open(
                SessionRequest.on("voice", USER)
                    .withExternalRef(ref(words))
                    .withTriggeredBy(words)
                    .withSubject(ALL)
                    .withMetadata(
                        Map.of("caller", Map.of("phone", "415-555-0132", "note", List.of(ALL))))
                    .withContextVariables(Map.of(MAIL, ALL)))
            .orThrow();
    sessions.append(session.id(), Message.fromUser(ALL), Message.fromAgent("You said: " + ALL));
    sessions.transition(session.id(), SessionStatus.PAUSED, words);
    sessions.transition(session.id(), SessionStatus.ACTIVE, words);
    sessions.close(session.id(), EndRequest.reported("hung up, see " + ALL).withTriggeredBy(words));
    return session;
  }

  /** Records dispositions in a process that has neither a chain nor a scrubber for its input. */
  private static void noteUnscrubbed(SessionStore store, List<Session> ended) {
    OrganizationSessions sessions =
        SessionLifecycle.builder(store).build().organization(ORGANIZATION);
    for (int i = 0; i < ended.size(); i++) {
      String words = List.copyOf(PLANTED.values()).get(i);
      Session noted =
          sessions.disposition(ended.get(i).id(), "callback", "for " + ALL, words).orThrow();
      assertThat(noted.disposition().note()).contains(MAIL);
    }
  }

  private static Session endedBeforeItBegan(OrganizationSessions sessions) {
    ExternalRef ref = new ExternalRef("carrier", "of " + MAIL);
    sessions.close(ref, EndRequest.reported("early end, see " + ALL).withTriggeredBy(MAIL));
    return sessions
        .open(SessionRequest.on("voice", USER).withExternalRef(ref).withSubject(ALL))
        .session();
  }

  private static void enrich(OrganizationSessions sessions, Session ended, String words) {
    EndRequest later = EndRequest.because(TerminationReason.USER_REJECTED, "told later, " + ALL);
    Session enriched = sessions.enrich(ended.id(), later.withTriggeredBy(words));
    assertThat(enriched.reason()).isEqualTo(TerminationReason.USER_REJECTED);
  }

  /**
   * Reports the end again: the original id still finds it, and one that never opens keeps no words.
   */
  private static void reportAgain(OrganizationSessions sessions, Session ended, String words) {
    EndRequest late = EndRequest.reported("late report, " + ALL).withTriggeredBy(words);
    assertThat(sessions.close(ref(words), late)).isPresent();
    assertThat(sessions.find(ref(words)).orElseThrow().id()).isEqualTo(ended.id());
    assertThat(
            sessions.open(
                SessionRequest.on("voice", USER)
                    .withExternalRef(ref(words))
                    .withTriggeredBy(words)
                    .withSubject(ALL)))
        .isInstanceOf(OpenResult.AlreadyEnded.class);
    assertThat(sessions.close(new ExternalRef("never", words), late)).isEmpty();
    assertThat(sessions.append(ended.id(), Message.fromUser(ALL)))
        .isInstanceOf(AppendResult.AlreadyEnded.class);
  }

  private static void holdAndErase(
      SessionLifecycle lifecycle, OrganizationSessions sessions, Session ended, String words) {
    var retention = lifecycle.retention(ORGANIZATION);
    var hold = retention.place(HoldScope.session(ended.id()), "because of " + words, words);
    retention.release(hold.id(), words);
    retention.erase(UUID.randomUUID(), words);
    if (words.matches("[0-9.-]+")) {
      assertThatThrownBy(() -> sessions.open(SessionRequest.on(words, USER)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageNotContaining(words);
      assertThatThrownBy(
              () ->
                  sessions
                      .evals()
                      .record(
                          ended.id(),
                          EvalRun.completed(UUID.randomUUID(), false, new EvalScore(words, true))))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  private static void finish(
      SessionLifecycle lifecycle, OrganizationSessions sessions, List<Session> all) {
    for (Session session : all) {
      await()
          .until(
              () -> {
                lifecycle.finalizer().runDue(100);
                return sessions.get(session.id()).finalizedAt() != null;
              });
    }
  }

  /** Returns a step with one failed attempt, whose record must not quote what the step saw. */
  private static FinalizeStep failingOnce() {
    AtomicInteger calls = new AtomicInteger();
    return FinalizeStep.of(
        "failing",
        context -> {
          int call = calls.getAndIncrement();
          if (call == 0) {
            throw new IllegalStateException("cannot read " + context.transcript());
          }
          return call == 1 ? StepOutcome.retryLater(Duration.ZERO, "again") : StepOutcome.done();
        });
  }
}
