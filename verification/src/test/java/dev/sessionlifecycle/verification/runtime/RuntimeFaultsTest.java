package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeEnd;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.SessionRuntimeBuilder;
import dev.sessionlifecycle.runtime.TurnHandler;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that fails, leases that expire, and workers that take over. */
class RuntimeFaultsTest {

  private static final TurnHandler ECHO = turn -> TurnReply.say("You said: " + turn.text());
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
  private final AtomicInteger failures = new AtomicInteger();

  /** Never gets to renew a lease of 30 s: the clock of the store runs ahead of it. */
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  private final UUID organization = UUID.randomUUID();
  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(failing(InMemorySessionStore.create(now::get)))
          .clock(now::get)
          .build();
  private final OrganizationSessions sessions = lifecycle.organization(organization);

  @AfterEach
  void stop() {
    failures.set(0);
    executor.shutdownNow();
    lifecycle.close();
  }

  /** Returns a store that fails appends and closes as often as requested. */
  private SessionStore failing(SessionStore store) {
    return (SessionStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SessionStore.class},
            (proxy, method, args) -> {
              boolean writes = List.of("append", "close").contains(method.getName());
              if (writes && args != null && failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new StoreException("connection reset", true, null);
              }
              try {
                return method.invoke(store, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private UUID open(String channel) {
    return sessions.open(SessionRequest.on(channel, UUID.randomUUID())).orThrow().id();
  }

  private SessionRuntimeBuilder flushing() {
    return SessionRuntime.builder(lifecycle, organization, ECHO)
        .strategy(PersistStrategy.FLUSH_AT_END)
        .renewOn(executor);
  }

  private List<String> texts(SessionRuntime runtime) {
    return sessions.messages(runtime.sessionId()).stream().map(StoredMessage::text).toList();
  }

  private void pass(Duration time) {
    now.updateAndGet(it -> it.plus(time));
  }

  @Test
  void two_consecutive_store_failures_are_retried_without_an_error() {
    SessionRuntime runtime =
        SessionRuntime.builder(lifecycle, organization, ECHO).open(open("chat"));
    failures.set(2);
    assertThat(runtime.runTurn("one").error()).isNull();
    assertThat(texts(runtime)).hasSize(2);
    failures.set(2);
    assertThat(runtime.endSession("resolved", "agent").winner()).isTrue();
  }

  @Test
  void a_turn_that_could_not_be_written_is_written_with_the_next_one() {
    SessionRuntime runtime =
        SessionRuntime.builder(lifecycle, organization, ECHO).open(open("chat"));
    failures.set(6); // the words of the user, and then those with the reply
    TurnResult failed = runtime.runTurn("one");
    assertThat(failed.error()).isEqualTo("store_unavailable");
    assertThat(failed.status()).isEqualTo(RuntimeStatus.ERROR);
    assertThat(failed.messages().get(0).content()).isEqualTo("You said: one");
    assertThat(failed.messages().get(0).turnId()).isNull();
    assertThat(runtime.bufferedMessages()).isEqualTo(2);
    assertThat(runtime.runTurn("two").error()).isNull();
    assertThat(texts(runtime)).containsExactly("one", "You said: one", "two", "You said: two");
    assertThat(runtime.bufferedMessages()).isZero();
  }

  @Test
  void an_end_that_failed_in_the_store_can_be_repeated_and_loses_nothing() {
    SessionRuntime runtime = flushing().open(open("voice"));
    runtime.runTurn("one");
    failures.set(3);
    assertThatThrownBy(() -> runtime.endSession("resolved", "agent"))
        .isInstanceOf(StoreException.class);
    assertThat(runtime.status()).isEqualTo(RuntimeStatus.END_PROCESSING);
    assertThat(runtime.bufferedMessages()).isEqualTo(2);
    RuntimeEnd end = runtime.endSession("resolved", "agent");
    assertThat(end.winner()).isTrue();
    assertThat(end.isClean()).isTrue();
    assertThat(texts(runtime)).containsExactly("one", "You said: one");
  }

  @Test
  void messages_after_the_lease_lapsed_on_an_ended_call_are_counted_unwritten() {
    SessionRuntime runtime = flushing().lease(LEASE).open(open("voice"));
    runtime.runTurn("one");
    sessions.close(runtime.sessionId(), "participant_left");
    pass(LEASE);
    RuntimeEnd end = runtime.endSession("resolved", "agent");
    assertThat(end.winner()).isFalse();
    assertThat(end.unwritten()).isEqualTo(2);
    assertThat(texts(runtime)).isEmpty();
  }

  @Test
  void a_lapsed_lease_on_a_live_call_is_renewed_and_the_end_needs_none() {
    SessionRuntime runtime = flushing().lease(LEASE).open(open("voice"));
    runtime.runTurn("one");
    pass(LEASE.plusSeconds(1));
    assertThat(runtime.runTurn("two").error()).isNull();
    pass(LEASE.plusSeconds(1));
    RuntimeEnd end = runtime.endSession("resolved", "agent");
    assertThat(end.winner()).isTrue();
    assertThat(end.session().messageCount()).isEqualTo(4);
  }

  @Test
  void a_worker_that_lost_its_call_to_another_gets_session_owned() {
    UUID id = open("voice");
    SessionRuntime first = flushing().lease(LEASE).open(id);
    first.runTurn("one");
    pass(LEASE.plusSeconds(1));
    SessionRuntime second = flushing().lease(LEASE).open(id);
    assertThat(first.runTurn("two").error()).isEqualTo("session_owned");
    assertThat(second.runTurn("three").error()).isNull();
  }

  @Test
  void a_call_with_turns_does_not_look_idle() {
    SessionRuntime runtime = flushing().lease(LEASE).open(open("voice"));
    pass(Duration.ofSeconds(20));
    runtime.renewLease();
    assertThat(sessions.get(runtime.sessionId()).lastActivityAt()).isBefore(now.get());
    runtime.runTurn("one");
    assertThat(sessions.get(runtime.sessionId()).lastActivityAt()).isEqualTo(now.get());
  }

  @Test
  void a_lease_renewed_on_a_supplied_executor_follows_an_end_elsewhere() throws Exception {
    SessionRuntime runtime = flushing().lease(Duration.ofSeconds(1)).open(open("voice"));
    runtime.runTurn("one");
    sessions.close(runtime.sessionId());
    await().until(() -> runtime.status() == RuntimeStatus.ENDED);
    assertThat(texts(runtime)).hasSize(2);
    assertThat(sessions.get(runtime.sessionId()).status()).isEqualTo(SessionStatus.CLOSED);
  }
}
