package dev.sessionlifecycle.verification.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.benchmarks.scrub.HostileTexts;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.finalizer.StepOptions;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.steps.memory.HttpMemorySink;
import dev.sessionlifecycle.steps.memory.MemorySink;
import dev.sessionlifecycle.steps.memory.MemorySyncStep;
import dev.sessionlifecycle.steps.memory.SyncResult;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.pii.Scrubber;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions that are meant to hold up the finalizer do not hold up the others. */
@Tag("long")
class HostileSessionsTest {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int MESSAGE = 64 * 1024;

  private final UUID organization = UUID.randomUUID();

  @Test
  void eleven_megabytes_of_hostile_text_hold_up_no_session_that_ends_later() {
    FinalizeChain chain = FinalizeChain.first(ScrubStep.standard());
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(InMemorySessionStore.create()).finalizeWith(chain).build();
    OrganizationSessions sessions = lifecycle.organization(organization);
    try (FinalizerRun run =
        lifecycle.finalizer().start(FinalizerOptions.builder().threads(4).build())) {
      List<UUID> hostile = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String unit = List.of("double ", "plus ", "2..", "st. ").get(i % 4);
        UUID id = open(sessions, "chat");
        for (int k = 0; k < 21; k++) {
          sessions.append(id, Message.fromUser(HostileTexts.text(unit, MESSAGE)));
        }
        hostile.add(id);
      }
      hostile.forEach(id -> sessions.close(id, "user_hangup"));
      UUID normal = open(sessions, "chat");
      sessions.append(normal, Message.fromUser("My card is 4111 1111 1111 1111."));
      sessions.close(normal, "user_hangup");

      await().atMost(SOON).until(() -> isFinalized(sessions, normal));
      await().atMost(SOON).until(() -> hostile.stream().allMatch(id -> isFinalized(sessions, id)));
      assertThat(sessions.messages(normal))
          .extracting(StoredMessage::text)
          .containsExactly("My card is [CREDIT_CARD].");
      assertThat(run.isPaused()).isFalse();
    }
  }

  @Test
  void a_detector_that_does_not_return_holds_up_no_other_session_and_stores_nothing() {
    CountDownLatch release = new CountDownLatch(1);
    PiiDetector hangs =
        text -> {
          boolean mayGoOn = !text.contains("stall");
          while (!mayGoOn) {
            try {
              release.await();
              mayGoOn = true;
            } catch (InterruptedException e) { // as one that nothing can stop
              mayGoOn = false;
            }
          }
          return List.of();
        };
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(InMemorySessionStore.create())
            .finalizeWith(
                FinalizeChain.first(ScrubStep.with(Scrubber.builder().also(hangs).build())))
            .build();
    OrganizationSessions sessions = lifecycle.organization(organization);
    // On a busy machine an attempt of another session may time out as well: it has two more.
    StepOptions steps =
        StepOptions.defaults()
            .withAttempts(3)
            .withBackoff(Duration.ZERO, Duration.ZERO)
            .withTimeout(Duration.ofSeconds(3));
    FinalizerOptions options =
        FinalizerOptions.builder().threads(2).spareThreads(3 * 3).steps(steps).build();
    try (FinalizerRun run = lifecycle.finalizer().start(options)) {
      List<UUID> hanging = new ArrayList<>();
      List<UUID> others = new ArrayList<>();
      for (int i = 0; i < 23; i++) {
        UUID id = open(sessions, "chat");
        String word = i < 3 ? "stall" : "go";
        sessions.append(id, Message.fromUser(word + " on, my card is 4111 1111 1111 1111"));
        sessions.close(id, "user_hangup");
        (i < 3 ? hanging : others).add(id);
      }
      await().atMost(SOON).until(() -> others.stream().allMatch(id -> isFinalized(sessions, id)));
      await().atMost(SOON).until(() -> lifecycle.finalizer().snapshot().parked() == 3);
      assertThat(run.isPaused()).isFalse();
      release.countDown();
      await().atMost(SOON).until(() -> lifecycle.finalizer().snapshot().hanging() == 0);
      assertThat(hanging)
          .noneMatch(id -> isFinalized(sessions, id))
          .allMatch(id -> sessions.messages(id).get(0).text().contains("4111"));
    }
  }

  @Test
  void endpoints_that_send_a_byte_now_and_then_hold_up_no_other_session() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server = dripping(threads, closed);
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    MemorySink drip = HttpMemorySink.to(uri).timeout(Duration.ofSeconds(1)).build();
    MemorySink sink =
        memory -> memory.channel().equals("drip") ? drip.put(memory) : SyncResult.acknowledged();
    SessionLifecycle lifecycle =
        SessionLifecycle.builder(InMemorySessionStore.create())
            .finalizeWith(FinalizeChain.first(ScrubStep.standard()).then(MemorySyncStep.to(sink)))
            .build();
    OrganizationSessions sessions = lifecycle.organization(organization);
    try (FinalizerRun run =
        lifecycle.finalizer().start(FinalizerOptions.builder().threads(4).build())) {
      List<UUID> all = new ArrayList<>();
      for (int i = 0; i < 28; i++) {
        UUID id = open(sessions, i < 8 ? "drip" : "chat");
        sessions.close(id, "user_hangup");
        all.add(id);
      }
      await().atMost(SOON).until(() -> all.stream().allMatch(id -> isFinalized(sessions, id)));
      assertThat(run.isPaused()).isFalse();
    } finally {
      closed.countDown();
      server.stop(0);
      threads.shutdownNow();
    }
  }

  private static HttpServer dripping(ExecutorService threads, CountDownLatch closed)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (exchange) {
            OutputStream body = exchange.getResponseBody();
            do {
              body.write(' ');
              body.flush();
            } while (!closed.await(50, TimeUnit.MILLISECONDS));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
    return server;
  }

  private static UUID open(OrganizationSessions sessions, String channel) {
    return sessions.open(SessionRequest.on(channel, UUID.randomUUID())).orThrow().id();
  }

  private static boolean isFinalized(OrganizationSessions sessions, UUID id) {
    return sessions.find(id).orElseThrow().finalizedAt() != null;
  }
}
