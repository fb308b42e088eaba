package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.runtime.AssistantMessage;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.SessionRuntimeBuilder;
import dev.sessionlifecycle.runtime.TurnHandler;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnRequest;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.runtime.transfer.CallTransferIntent;
import dev.sessionlifecycle.runtime.transfer.DtmfInputSpec;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The guarantees of a runtime, on any store. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class RuntimeTest {

  private static final TurnHandler ECHO = turn -> TurnReply.say("You said: " + turn.text());

  private final UUID organization = UUID.randomUUID();
  private final List<Session> told = new ArrayList<>();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final SessionLifecycle lifecycle;
  private final OrganizationSessions sessions;

  RuntimeTest(StoreKind kind) {
    lifecycle =
        SessionLifecycle.builder(kind.open())
            .listener(
                new SessionListener() {
                  @Override
                  public void ended(Session session) {
                    told.add(session);
                  }
                })
            .build();
    sessions = lifecycle.organization(organization);
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
    lifecycle.close();
  }

  private UUID open(String channel) {
    return sessions.open(SessionRequest.on(channel, UUID.randomUUID())).orThrow().id();
  }

  private SessionRuntime chat(TurnHandler handler) {
    return SessionRuntime.builder(lifecycle, organization, handler).open(open("chat"));
  }

  private SessionRuntime voice(TurnHandler handler) {
    return flushing(handler).open(open("voice"));
  }

  private SessionRuntimeBuilder flushing(TurnHandler handler) {
    return SessionRuntime.builder(lifecycle, organization, handler)
        .strategy(PersistStrategy.FLUSH_AT_END)
        .renewOn(executor);
  }

  private List<String> texts(SessionRuntime runtime) {
    return sessions.messages(runtime.sessionId()).stream().map(StoredMessage::text).toList();
  }

  @Test
  void a_chat_turn_is_written_at_once_and_returns_its_id() {
    SessionRuntime runtime = chat(ECHO);
    TurnResult result = runtime.runTurn("hello");
    assertThat(result.sessionId()).isEqualTo(runtime.sessionId());
    assertThat(result.status()).isEqualTo(RuntimeStatus.IDLE);
    assertThat(result.sessionStatus()).isEqualTo("active");
    assertThat(result.error()).isNull();
    assertThat(result.messages()).hasSize(1);
    AssistantMessage said = result.messages().get(0);
    assertThat(said.content()).isEqualTo("You said: hello");
    assertThat(said.turnId()).isNotNull();
    assertThat(texts(runtime)).containsExactly("hello", "You said: hello");
    assertThat(sessions.messages(runtime.sessionId()))
        .extracting(StoredMessage::turnId)
        .containsOnly(said.turnId());
  }

  @Test
  void voice_turns_are_buffered_and_written_by_the_end() {
    SessionRuntime runtime = voice(ECHO);
    assertThat(runtime.strategy()).isEqualTo(PersistStrategy.FLUSH_AT_END);
    assertThat(runtime.runTurn("one").messages().get(0).turnId()).isNull();
    runtime.runTurn("two");
    assertThat(texts(runtime)).isEmpty();
    assertThat(runtime.bufferedMessages()).isEqualTo(4);

    RuntimeEnd end = runtime.endSession("user_requested", "user");
    assertThat(end.winner()).isTrue();
    assertThat(end.isClean()).isTrue();
    assertThat(end.session().messageCount()).isEqualTo(4);
    assertThat(end.session().isEngaged()).isTrue();
    assertThat(end.session().triggeredBy()).isEqualTo("user");
    assertThat(texts(runtime)).containsExactly("one", "You said: one", "two", "You said: two");
    assertThat(told).extracting(Session::id).containsExactly(runtime.sessionId());
  }

  @Test
  void the_status_requests_the_end_and_the_reason_of_the_handler_counts() {
    SessionRuntime runtime =
        chat(turn -> TurnReply.sayAndEnd("Bye!", TerminationReason.USER_REQUESTED));
    assertThat(runtime.runTurn("bye").status()).isEqualTo(RuntimeStatus.END_REQUESTED);
    TurnResult refused = runtime.runTurn("one more");
    assertThat(refused.status()).isEqualTo(RuntimeStatus.END_REQUESTED);
    assertThat(refused.messages()).extracting(AssistantMessage::content).containsExactly("");
    Session session = runtime.endSession().session();
    assertThat(session.status()).isEqualTo(SessionStatus.CLOSED);
    assertThat(session.reason()).isEqualTo(TerminationReason.USER_REQUESTED);
    assertThat(session.triggeredBy()).isEqualTo("agent");
    assertThat(texts(runtime)).containsExactly("bye", "Bye!");
  }

  @Test
  void ending_again_returns_the_same_end_and_later_turns_do_not_run() {
    SessionRuntime runtime = chat(ECHO);
    RuntimeEnd first = runtime.endSession("resolved", "agent");
    assertThat(runtime.endSession("error", "system")).isSameAs(first);
    TurnResult late = runtime.runTurn("late");
    assertThat(late.status()).isEqualTo(RuntimeStatus.ENDED);
    assertThat(late.sessionStatus()).isEqualTo("closed");
    assertThat(texts(runtime)).isEmpty();
    assertThat(told).hasSize(1);
  }

  @Test
  void the_next_turn_of_a_chat_ended_elsewhere_returns_ended() {
    SessionRuntime runtime = chat(ECHO);
    runtime.runTurn("one");
    sessions.close(runtime.sessionId(), "abandoned");
    TurnResult late = runtime.runTurn("two");
    assertThat(late.status()).isEqualTo(RuntimeStatus.ENDED);
    assertThat(texts(runtime)).containsExactly("one", "You said: one");
    RuntimeEnd end = runtime.endSession("error", "system");
    assertThat(end.winner()).isFalse();
    assertThat(end.session().reason()).isEqualTo(TerminationReason.ABANDONED);
  }

  @Test
  void a_call_ended_elsewhere_keeps_what_its_owner_had_buffered() {
    SessionRuntime runtime = voice(ECHO);
    runtime.runTurn("one");
    Session ended = sessions.close(runtime.sessionId(), "participant_left").session();
    assertThat(ended.outcome()).isEqualTo(OutcomeCategory.ABANDONED);
    assertThat(runtime.runTurn("two").status()).isEqualTo(RuntimeStatus.ENDED);
    assertThat(texts(runtime)).containsExactly("one", "You said: one");
    Session flushed = sessions.get(runtime.sessionId());
    assertThat(flushed.messageCount()).isEqualTo(2);
    assertThat(flushed.outcome()).isEqualTo(OutcomeCategory.UNRESOLVED);
    assertThat(flushed.endedAt()).isEqualTo(ended.endedAt());
    assertThat(flushed.durationMs()).isEqualTo(ended.durationMs());
    assertThat(runtime.end().orElseThrow().unwritten()).isZero();
  }

  @Test
  void a_renewal_notices_the_end_elsewhere_and_flushes_the_buffer() {
    SessionRuntime runtime = voice(ECHO);
    runtime.runTurn("one");
    assertThat(runtime.renewLease()).isTrue();
    sessions.close(runtime.sessionId());
    assertThat(runtime.renewLease()).isFalse();
    assertThat(texts(runtime)).hasSize(2);
    assertThat(runtime.status()).isEqualTo(RuntimeStatus.ENDED);
  }

  @Test
  void an_end_requested_during_a_turn_takes_effect_after_it() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    SessionRuntime runtime =
        chat(
            turn -> {
              running.countDown();
              go.await();
              return TurnReply.say("said");
            });
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture<TurnResult> turn =
          CompletableFuture.supplyAsync(() -> runtime.runTurn("slow"), pool);
      running.await();
      assertThatThrownBy(() -> runtime.runTurn("second"))
          .isInstanceOf(SessionConflictException.class)
          .extracting(e -> ((SessionConflictException) e).code())
          .isEqualTo("turn_running");
      runtime.requestEnd(EndRequest.because(TerminationReason.ESCALATED));
      CompletableFuture<RuntimeEnd> end = CompletableFuture.supplyAsync(runtime::endSession, pool);
      assertThat(runtime.status()).isEqualTo(RuntimeStatus.RUNNING_TURN);
      go.countDown();
      assertThat(turn.get().messages().get(0).content()).isIn("said", "");
      RuntimeEnd over = end.get();
      assertThat(over.turnLeftRunning()).isFalse();
      assertThat(over.session().reason()).isEqualTo(TerminationReason.ESCALATED);
      assertThat(texts(runtime)).containsExactly("slow", "said");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void a_turn_that_hangs_does_not_keep_the_session_open() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    UUID id = open("voice");
    SessionRuntime runtime =
        flushing(
                turn -> {
                  if (turn.text().equals("hang")) {
                    running.countDown();
                    go.await();
                  }
                  return TurnReply.say("said");
                })
            .deadline(Duration.ofMillis(50))
            .open(id);
    runtime.runTurn("fine");
    ExecutorService pool = Executors.newFixedThreadPool(1);
    try {
      CompletableFuture<TurnResult> turn =
          CompletableFuture.supplyAsync(() -> runtime.runTurn("hang"), pool);
      running.await();
      RuntimeEnd end = runtime.endSession("connection_timeout", "system");
      assertThat(end.winner()).isTrue();
      assertThat(end.turnLeftRunning()).isTrue();
      assertThat(end.session().reason()).isEqualTo(TerminationReason.CONNECTION_TIMEOUT);
      go.countDown();
      assertThat(turn.get().status()).isEqualTo(RuntimeStatus.ENDED);
      assertThat(texts(runtime)).containsExactly("fine", "said", "hang");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void a_cleanup_that_hangs_does_not_keep_the_session_open() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Boolean> wasTold = new CompletableFuture<>();
    try {
      SessionRuntime runtime =
          SessionRuntime.builder(lifecycle, organization, ECHO)
              .deadline(Duration.ofMillis(50))
              .onEnd(
                  pool,
                  context -> {
                    go.await();
                    wasTold.complete(context.isCancelled());
                  })
              .open(open("chat"));
      RuntimeEnd end = runtime.endSession("resolved", "agent");
      assertThat(end.cleanedUp()).isFalse();
      assertThat(end.session().status()).isEqualTo(SessionStatus.CLOSED);
      go.countDown();
      assertThat(wasTold.get(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void hooks_run_once_before_the_end_and_one_that_throws_changes_nothing() {
    List<String> seen = new ArrayList<>();
    UUID id = open("chat");
    SessionRuntime runtime =
        SessionRuntime.builder(lifecycle, organization, ECHO)
            .onEnd(
                Runnable::run,
                context -> {
                  seen.add("first " + sessions.get(id).status().wire());
                  throw new IllegalStateException("no");
                })
            .onEnd(Runnable::run, context -> seen.add("second"))
            .open(id);
    assertThat(runtime.endSession("resolved", "agent").cleanedUp()).isFalse();
    runtime.endSession();
    assertThat(seen).containsExactly("first active", "second");
  }

  @Test
  void a_turn_whose_handler_threw_is_retried_without_a_duplicate_message() {
    List<String> asked = new ArrayList<>();
    SessionRuntime runtime =
        chat(
            turn -> {
              asked.add(turn.text());
              if (asked.size() == 1) {
                throw new IllegalStateException("model down");
              }
              return TurnReply.say("fine");
            });
    TurnRequest request = new TurnRequest(UUID.randomUUID(), "hello");
    TurnResult failed = runtime.runTurn(request);
    assertThat(failed.status()).isEqualTo(RuntimeStatus.ERROR);
    assertThat(failed.error()).isEqualTo("java.lang.IllegalStateException: model down");
    assertThat(failed.messages()).extracting(AssistantMessage::content).containsExactly("");
    assertThat(texts(runtime)).containsExactly("hello");

    TurnResult again = runtime.runTurn(request);
    assertThat(again.status()).isEqualTo(RuntimeStatus.IDLE);
    assertThat(again.error()).isNull();
    assertThat(texts(runtime)).containsExactly("hello", "fine");
  }

  @Test
  void errors_are_the_labels_of_the_published_api() {
    assertThat(chat(turn -> TurnReply.failed("routing_error: node-7")).runTurn("x").error())
        .isEqualTo("routing_error: node-7");
    assertThat(chat(turn -> TurnReply.failed(null)).runTurn("x").error())
        .isEqualTo("max_steps_exceeded");
    assertThat(chat(turn -> TurnReply.say("I may not say that.")).runTurn("x").error()).isNull();
  }

  @Test
  void a_stack_overflow_in_the_handler_fails_the_turn_and_nothing_else() {
    SessionRuntime runtime = chat(turn -> TurnReply.say(endless(turn.text())));
    assertThat(runtime.runTurn("x").error()).isEqualTo("java.lang.StackOverflowError");
    assertThat(runtime.endSession("error", "system").winner()).isTrue();
  }

  @SuppressWarnings("InfiniteRecursion")
  private static String endless(String text) {
    return endless(text + "x") + "y";
  }

  @Test
  void the_result_carries_the_requests_of_the_handler() {
    CallTransferIntent transfer = CallTransferIntent.to("+15550100");
    SessionRuntime runtime =
        voice(
            turn ->
                turn.text().equals("human")
                    ? TurnReply.builder("One moment.")
                        .handoff(Map.of("queue", "billing"))
                        .callTransfer(transfer)
                        .dtmfInput(DtmfInputSpec.defaults())
                        .modelUsed("m")
                        .tokenCount(3)
                        .latencyMs(4)
                        .build()
                    : TurnReply.say(""));
    assertThat(runtime.pendingTransfer()).isEmpty();
    TurnResult result = runtime.runTurn("human");
    assertThat(result.handoff()).isEqualTo(Map.of("queue", "billing"));
    assertThat(result.callTransfer()).isEqualTo(transfer);
    assertThat(result.dtmfInput()).isEqualTo(DtmfInputSpec.defaults());
    assertThat(result.modelUsed()).isEqualTo("m");
    assertThat(result.tokenCount()).isEqualTo(3);
    assertThat(result.latencyMs()).isEqualTo(4);
    assertThat(result.error()).isNull();
    assertThat(runtime.pendingTransfer()).contains(transfer);
    TurnResult silent = runtime.runTurn("…");
    assertThat(silent.messages()).extracting(AssistantMessage::content).containsExactly("");
    assertThat(runtime.pendingTransfer()).isEmpty();
    assertThat(runtime.bufferedMessages()).isEqualTo(3);
  }

  @Test
  void a_long_sms_reply_becomes_several_messages_and_is_stored_as_one() {
    SessionRuntime runtime =
        SessionRuntime.builder(
                lifecycle, organization, turn -> TurnReply.say("Your table is booked for eight."))
            .maxPerMessage(11)
            .open(open("sms"));
    TurnResult result = runtime.runTurn("table?");
    assertThat(result.messages())
        .extracting(AssistantMessage::content)
        .containsExactly("Your table ", "is booked ", "for eight.");
    assertThat(result.messages()).extracting(AssistantMessage::sequence).containsExactly(0, 1, 2);
    assertThat(texts(runtime)).containsExactly("table?", "Your table is booked for eight.");
  }

  @Test
  void a_full_buffer_refuses_the_turn_and_loses_nothing() {
    SessionRuntime runtime = flushing(ECHO).bufferSize(3).open(open("voice"));
    runtime.runTurn("one");
    TurnResult full = runtime.runTurn("two");
    assertThat(full.error()).isEqualTo("buffer_full");
    assertThat(full.status()).isEqualTo(RuntimeStatus.ERROR);
    runtime.endSession("resolved", "agent");
    assertThat(texts(runtime)).containsExactly("one", "You said: one");
  }

  @Test
  void one_worker_at_a_time_owns_a_call_and_the_next_continues_after_a_release() {
    SessionRuntime first = voice(ECHO);
    first.runTurn("one");
    assertThatThrownBy(() -> flushing(ECHO).open(first.sessionId()))
        .isInstanceOf(SessionConflictException.class)
        .extracting(e -> ((SessionConflictException) e).code())
        .isEqualTo("session_owned");
    first.close();
    first.close();
    assertThat(texts(first)).hasSize(2);
    assertThatThrownBy(() -> first.runTurn("x")).isInstanceOf(IllegalStateException.class);
    SessionRuntime second =
        SessionRuntime.builder(lifecycle, organization, ECHO).open(first.sessionId());
    second.runTurn("two");
    second.endSession("resolved", "agent");
    assertThat(texts(second)).containsExactly("one", "You said: one", "two", "You said: two");
  }

  @Test
  void a_runtime_opens_the_session_in_use_or_a_new_one() {
    UUID user = UUID.randomUUID();
    SessionRequest request = SessionRequest.on("chat", user).withOpenPolicy(OpenPolicy.REUSE);
    SessionRuntime first = SessionRuntime.builder(lifecycle, organization, ECHO).open(request);
    SessionRuntime again = SessionRuntime.builder(lifecycle, organization, ECHO).open(request);
    assertThat(again.sessionId()).isEqualTo(first.sessionId());
    assertThat(first.runTurn("x").sessionId()).isEqualTo(first.sessionId());
    first.endSession();
    SessionRuntime fresh = SessionRuntime.builder(lifecycle, organization, ECHO).open(request);
    assertThat(fresh.sessionId()).isNotEqualTo(first.sessionId());
  }

  @Test
  void an_ended_or_foreign_session_is_not_opened() {
    UUID ended = open("chat");
    sessions.close(ended);
    assertThatThrownBy(() -> SessionRuntime.builder(lifecycle, organization, ECHO).open(ended))
        .isInstanceOf(SessionConflictException.class);
    UUID foreign =
        lifecycle
            .organization(UUID.randomUUID())
            .open(SessionRequest.with(UUID.randomUUID()))
            .orThrow()
            .id();
    assertThatThrownBy(() -> SessionRuntime.builder(lifecycle, organization, ECHO).open(foreign))
        .isInstanceOf(SessionNotFoundException.class);
  }

  @Test
  void options_and_texts_out_of_bounds_are_refused() {
    SessionRuntime runtime = chat(ECHO);
    assertThatThrownBy(() -> runtime.runTurn("a\0b")).isInstanceOf(InvalidInputException.class);
    assertThat(runtime.status()).isEqualTo(RuntimeStatus.IDLE);
    assertThatThrownBy(
            () ->
                SessionRuntime.builder(lifecycle, organization, ECHO)
                    .maxPerMessage(0)
                    .bufferSize(1)
                    .deadline(Duration.ZERO)
                    .lease(Duration.ofDays(400))
                    .open(runtime.sessionId()))
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.violations()).hasSize(4));
  }

  @Test
  void a_turn_can_end_its_session_only_through_its_reply() {
    List<SessionRuntime> own = new ArrayList<>();
    SessionRuntime runtime =
        chat(
            turn -> {
              own.get(0).endSession();
              return TurnReply.say("never");
            });
    own.add(runtime);
    assertThat(runtime.runTurn("x").error()).contains("request it in the reply");
    assertThat(sessions.get(runtime.sessionId()).status()).isEqualTo(SessionStatus.ACTIVE);
  }
}
