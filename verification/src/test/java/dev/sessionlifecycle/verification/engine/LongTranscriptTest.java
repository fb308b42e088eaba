package dev.sessionlifecycle.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions and transcripts that are too large to be held at once. */
@ParameterizedClass
@EnumSource
@Tag("long")
class LongTranscriptTest {
  private static final UUID ORGANIZATION = UUID.randomUUID();
  private static final int MESSAGE = 60_000;
  private static final int MESSAGES = 200; // three pages and more

  private final TestClock clock = new TestClock();
  private final SessionStore store;

  LongTranscriptTest(EngineStore kind) {
    store = kind.open(clock);
  }

  private SessionLifecycle lifecycle(Limits limits, FinalizeChain chain) {
    return SessionLifecycle.builder(store).clock(clock).limits(limits).finalizeWith(chain).build();
  }

  private static FinalizeStep step(Function<StepContext, StepOutcome> work) {
    return FinalizeStep.of("work", work::apply);
  }

  /** Ends a session of many long messages, with a card number at each end of each. */
  private static UUID ended(SessionLifecycle lifecycle) {
    OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
    UUID id = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
    String card = " 4111 1111 1111 1111 ";
    String text = "Yes." + card + "no ".repeat((MESSAGE - 60) / 3) + card + "done.";
    for (int i = 0; i < MESSAGES; i += 50) {
      sessions.append(id, Collections.nCopies(50, Message.fromUser(text)));
    }
    sessions.close(id, "resolved");
    return id;
  }

  @Tag("long")
  @Test
  void a_transcript_of_many_pages_is_scrubbed_and_summarized() {
    SessionLifecycle lifecycle =
        lifecycle(
            Limits.defaults(),
            FinalizeChain.first(ScrubStep.standard()).then(SummarizeStep.extractive()));
    UUID id = ended(lifecycle);
    while (lifecycle.finalizer().runDue(1).claimed() > 0) {
      clock.advance(java.time.Duration.ofMinutes(1));
    }
    OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
    assertThat(sessions.get(id).finalizedAt()).isNotNull();
    assertThat(sessions.get(id).summary()).contains(MESSAGES + " messages");
    assertThat(sessions.messages(id))
        .hasSize(MESSAGES)
        .allMatch(it -> it.text().startsWith("Yes. [CREDIT_CARD] no "))
        .noneMatch(it -> it.text().contains("4111"));
  }

  @Test
  void a_step_that_asks_for_a_transcript_above_the_limit_is_parked_at_once() {
    SessionLifecycle lifecycle =
        lifecycle(
            Limits.defaults(),
            FinalizeChain.first(
                step(context -> StepOutcome.skipped(context.transcript().size() + ""))));
    UUID id = ended(lifecycle);
    lifecycle.finalizer().runDue(10);
    assertThat(store.chains().attempts(new SessionKey(ORGANIZATION, id)))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.result()).isEqualTo(AttemptRecord.Result.PARKED);
              assertThat(it.label()).isEqualTo("transcript_too_large");
            });
  }

  @Test
  void a_transcript_up_to_the_limit_is_given_whole() {
    List<Integer> sizes = new ArrayList<>();
    SessionLifecycle lifecycle =
        lifecycle(
            Limits.defaults().withTranscriptBytes(16 << 20),
            FinalizeChain.first(
                step(
                    context -> {
                      sizes.add(context.transcript().size());
                      return StepOutcome.done();
                    })));
    ended(lifecycle);
    lifecycle.finalizer().runDue(10);
    assertThat(sizes).containsExactly(MESSAGES);
  }

  @Test
  void pages_hold_every_message_once_in_order_and_show_what_was_written_ahead() {
    List<UUID> seen = new ArrayList<>();
    List<Integer> pages = new ArrayList<>();
    List<String> again = new ArrayList<>();
    SessionLifecycle lifecycle =
        lifecycle(
            Limits.defaults(),
            FinalizeChain.first(
                step(
                    context -> {
                      for (Transcript page : context.transcriptPages()) {
                        pages.add(page.size());
                        for (TranscriptMessage message : page) {
                          seen.add(message.id());
                        }
                      }
                      context.replaceMessages(Map.of(seen.get(0), "first", seen.get(1), "second"));
                      again.add(
                          context.transcriptPages().iterator().next().messages().get(1).text());
                      return StepOutcome.done(
                          Effects.builder().replaceMessage(seen.get(2), "third").build());
                    })));
    UUID id = ended(lifecycle);
    lifecycle.finalizer().runDue(10);
    List<StoredMessage> stored = lifecycle.organization(ORGANIZATION).messages(id);
    assertThat(seen).containsExactlyElementsOf(stored.stream().map(StoredMessage::id).toList());
    assertThat(pages).hasSizeGreaterThan(2).allMatch(size -> size * MESSAGE <= 4 << 20);
    assertThat(again).containsExactly("second");
    assertThat(stored.subList(0, 3))
        .extracting(StoredMessage::text)
        .containsExactly("first", "second", "third");
  }

  @Test
  void an_append_beyond_the_limits_of_a_session_is_refused_and_changes_nothing() {
    SessionLifecycle lifecycle =
        lifecycle(Limits.defaults().withSession(3, 10), FinalizeChain.none());
    OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
    UUID id = sessions.open(SessionRequest.with(UUID.randomUUID())).orThrow().id();
    sessions.append(id, Message.fromUser("12345"), Message.fromAgent("123"));
    for (Message[] more :
        List.of(
            new Message[] {Message.fromUser("123")},
            new Message[] {Message.fromUser(""), Message.fromUser("")})) {
      assertThatThrownBy(() -> sessions.append(id, more))
          .isInstanceOfSatisfying(
              SessionConflictException.class, e -> assertThat(e.code()).isEqualTo("session_full"));
    }
    assertThat(sessions.messages(id)).hasSize(2);
    sessions.append(id, Message.fromUser("12"));
    assertThat(sessions.close(id).session().messageCount()).isEqualTo(3);
  }

  @Test
  void a_page_of_large_items_ends_early_and_is_continued() {
    SessionLifecycle lifecycle = lifecycle(Limits.defaults(), FinalizeChain.none());
    OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
    UUID id = ended(lifecycle);
    List<StoredMessage> first = sessions.messages(id, 0, 500);
    assertThat(first.size()).isBetween(1, 140);
    assertThat(sessions.messages(id)).hasSize(MESSAGES);
    Map<String, Object> large = Map.of("text", "x".repeat(65_000));
    for (int i = 0; i < 80; i++) {
      sessions.open(
          SessionRequest.with(UUID.randomUUID()).withMetadata(large).withContextVariables(large));
    }
    List<UUID> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<Session> page = sessions.list(SessionFilter.all(), cursor, 500);
      assertThat(page.items().size()).isBetween(1, 64);
      page.items().forEach(session -> seen.add(session.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(seen).hasSize(81).doesNotHaveDuplicates();
  }
}
