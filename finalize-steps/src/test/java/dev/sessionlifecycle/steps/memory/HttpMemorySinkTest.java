package dev.sessionlifecycle.steps.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.http.ReceivedWebhook;
import dev.sessionlifecycle.http.WebhookSecrets;
import dev.sessionlifecycle.http.WebhookVerifier;
import dev.sessionlifecycle.steps.internal.LoopbackServer;
import dev.sessionlifecycle.steps.internal.LoopbackServer.Request;
import dev.sessionlifecycle.steps.internal.LoopbackServer.Response;
import dev.sessionlifecycle.steps.pii.detect.PresidioDetector;
import dev.sessionlifecycle.testkit.steps.StepProbe;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpMemorySinkTest {

  private static final String SECRET = WebhookSecrets.newShared();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-05T10:00:00Z"));
  private static final StepScenario CALL = StepScenario.voice().summary("All settled.");

  @Test
  void a_memory_is_posted_with_its_key_and_the_signature_of_a_webhook() throws Exception {
    try (LoopbackServer server = LoopbackServer.respondingWith(asked -> Response.of(201, ""))) {
      HttpMemorySink sink =
          HttpMemorySink.to(server.uri("/memories"))
              .signedWith(SECRET)
              .clock(CLOCK)
              .header("Authorization", "Bearer t")
              .build();

      assertTrue(StepProbe.of(MemorySyncStep.to(sink)).run(CALL).memorySynced());

      Request asked = server.requests().get(0);
      assertEquals("/memories", asked.path());
      assertEquals("Bearer t", asked.header("Authorization"));
      assertEquals(CALL.session().id() + ":sync-memory", asked.header("Idempotency-Key"));
      assertTrue(asked.body().contains("\"summary\":\"All settled.\""), asked.body());
      byte[] body = asked.body().getBytes(StandardCharsets.UTF_8);
      ReceivedWebhook webhook =
          WebhookVerifier.of(SECRET).withClock(CLOCK).verify(asked::header, body);
      assertEquals(CALL.session().id() + ":sync-memory", webhook.id());
      assertEquals(CLOCK.instant(), webhook.sentAt());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "503, 17, PT17S",
    "429, 999999999, P1D",
    "503, 'Mon, 05 Jan 2026 10:02:00 GMT', PT2M",
    "503, 'Mon, 05 Jan 2026 09:00:00 GMT', PT0S",
    "500, soon, PT5S",
    "408, '', PT5S",
    "409, -1, PT5S",
  })
  void a_busy_server_is_retried_after_the_time_it_names(
      int status, String retryAfter, Duration delay) throws Exception {
    Map<String, String> headers =
        retryAfter.isEmpty() ? Map.of() : Map.of("Retry-After", retryAfter);
    try (LoopbackServer server =
        LoopbackServer.respondingWith(asked -> new Response(status, "", headers))) {
      assertEquals(SyncResult.tryLater(delay), sink(server).put(memory()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 413, 422})
  void every_other_status_refuses_the_memory(int status) throws Exception {
    try (LoopbackServer server = LoopbackServer.respondingWith(asked -> Response.of(status, ""))) {
      assertEquals(SyncResult.refused("http-" + status), sink(server).put(memory()));
    }
  }

  @Test
  void an_unresponsive_server_times_out() throws Exception {
    CountDownLatch asking = new CountDownLatch(1);
    try (LoopbackServer server =
        LoopbackServer.respondingWith(
            asked -> {
              asking.await();
              return Response.of(200, "");
            })) {
      HttpMemorySink sink =
          HttpMemorySink.to(server.uri("/")).timeout(Duration.ofMillis(200)).build();
      assertThrows(HttpTimeoutException.class, () -> sink.put(memory()));
      asking.countDown();
    }
  }

  @Test
  void a_response_counts_from_its_headers_on_however_slow_its_body_is() throws Exception {
    try (LoopbackServer dripping = LoopbackServer.dripping(200)) {
      HttpMemorySink sink =
          HttpMemorySink.to(dripping.uri("/")).forgetAt(dripping.uri("/forget")).build();
      assertTimeoutPreemptively(
          Duration.ofSeconds(9),
          () -> {
            for (int i = 0; i < 8; i++) {
              assertEquals(SyncResult.acknowledged(), sink.put(memory()));
            }
            assertTrue(sink.forget(new UUID(1, 1), new UUID(2, 2)));
          });
    }
  }

  @Test
  void a_connection_with_an_endless_body_is_given_up_after_the_timeout() throws Exception {
    try (LoopbackServer dripping = LoopbackServer.dripping(200)) {
      HttpMemorySink sink =
          HttpMemorySink.to(dripping.uri("/")).timeout(Duration.ofMillis(300)).build();
      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () -> {
            while (!isAcknowledged(sink)) {
              Thread.onSpinWait(); // on a busy machine, until the headers come within the timeout
            }
            while (dripping.givenUp() < dripping.begun()) {
              Thread.onSpinWait();
            }
          });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Idempotency-Key",
        "idempotency-key",
        "Webhook-Signature",
        "webhook-id",
        "HOST",
        "Content-Length",
        "Content-Type",
        "Transfer-Encoding",
        "Connection",
        "Expect",
        "Upgrade",
        "X Y",
        "X:",
        "X\n",
        ""
      })
  void a_header_that_the_sink_sets_or_that_is_none_is_refused(String name) {
    HttpMemorySink.Builder builder = HttpMemorySink.to(URI.create("https://example.com/"));
    assertThrows(InvalidInputException.class, () -> builder.header(name, "v"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret\n", "secret\r\nX: y", "secret\u0000", "secret\u007f", "secret☃"})
  void a_value_that_no_header_can_have_is_refused_and_not_repeated(String value) {
    HttpMemorySink.Builder builder = HttpMemorySink.to(URI.create("https://example.com/"));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> builder.header("Authorization", value));
    assertTrue(e.getMessage().contains("Authorization"), e.getMessage());
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }

  @Test
  void a_header_is_sent_once_however_its_name_is_spelled() throws Exception {
    try (LoopbackServer server = LoopbackServer.respondingWith(asked -> Response.of(200, ""))) {
      HttpMemorySink.to(server.uri("/"))
          .header("authorization", "old")
          .header("Authorization", "new")
          .build()
          .put(memory());
      assertEquals(List.of("new"), server.requests().get(0).headers().get("Authorization"));
    }
  }

  @Test
  void a_user_is_forgotten_only_if_an_endpoint_is_configured() throws Exception {
    UUID organization = new UUID(1, 1);
    UUID user = new UUID(2, 2);
    try (LoopbackServer server = LoopbackServer.respondingWith(asked -> Response.of(204, ""))) {
      assertFalse(sink(server).forget(organization, user));
      HttpMemorySink able =
          HttpMemorySink.to(server.uri("/m")).forgetAt(server.uri("/forget")).build();
      assertTrue(able.forget(organization, user));
      assertEquals("/forget", server.requests().get(0).path());
      assertTrue(server.requests().get(0).body().contains(user.toString()));
    }
  }

  @Test
  void the_sessions_to_keep_and_those_to_forget_are_named() throws Exception {
    UUID organization = new UUID(1, 1);
    UUID session = new UUID(3, 3);
    try (LoopbackServer server = LoopbackServer.respondingWith(asked -> Response.of(204, ""))) {
      assertFalse(sink(server).forgetSessions(organization, Set.of(session)));
      HttpMemorySink able =
          HttpMemorySink.to(server.uri("/m")).forgetAt(server.uri("/forget")).build();
      assertTrue(able.forget(organization, new UUID(2, 2), Set.of(session)));
      assertTrue(able.forgetSessions(organization, Set.of(session)));
      assertEquals(
          List.of(
              "{\"organization_id\":\"00000000-0000-0001-0000-000000000001\","
                  + "\"end_user_id\":\"00000000-0000-0002-0000-000000000002\","
                  + "\"keep_session_ids\":[\"00000000-0000-0003-0000-000000000003\"]}",
              "{\"organization_id\":\"00000000-0000-0001-0000-000000000001\","
                  + "\"session_ids\":[\"00000000-0000-0003-0000-000000000003\"]}"),
          server.requests().stream().map(LoopbackServer.Request::body).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/",
        "ftp://example.com/",
        "https:///x",
        "file:/etc/passwd",
        "http://127.evil.example/x",
        "http://127.0.0.1.nip.io/",
        "http://127.0.0.1@evil.example/",
        "http://user@127.0.0.1/",
        "https://user:password@example.com/",
        "http://localhost.evil.example/",
        "http://localhost./",
        "http://127.0.0.256/",
        "http://0127.0.0.1/",
        "http://128.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0.0.0.0/",
        "http://[::]/",
        "http://[::2]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "/relative",
        "localhost:8080"
      })
  void an_invalid_or_unencrypted_endpoint_is_refused(String endpoint) {
    URI uri = URI.create(endpoint);
    assertThrows(InvalidInputException.class, () -> HttpMemorySink.to(uri));
    assertThrows(
        InvalidInputException.class,
        () -> HttpMemorySink.to(URI.create("https://example.com/")).forgetAt(uri));
    assertThrows(InvalidInputException.class, () -> PresidioDetector.at(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/x",
        "HTTPS://EXAMPLE.com/",
        "HTTP://localhost:8080/",
        "http://LocalHost/",
        "http://127.0.0.1/",
        "http://127.255.255.254:1/",
        "http://[::1]:8080/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::ffff:127.0.0.1]/"
      })
  void an_encrypted_endpoint_or_one_on_this_machine_is_accepted(String endpoint) {
    HttpMemorySink.to(URI.create(endpoint)).build();
    PresidioDetector.at(URI.create(endpoint)).build();
  }

  private static HttpMemorySink sink(LoopbackServer server) {
    return HttpMemorySink.to(server.uri("/")).clock(CLOCK).build();
  }

  private static boolean isAcknowledged(HttpMemorySink sink) throws Exception {
    try {
      return sink.put(memory()).equals(SyncResult.acknowledged());
    } catch (HttpTimeoutException e) {
      return false;
    }
  }

  private static MemoryRecord memory() throws Exception {
    java.util.ArrayList<MemoryRecord> sent = new java.util.ArrayList<>();
    MemorySyncStep step =
        MemorySyncStep.to(
            memory -> {
              sent.add(memory);
              return SyncResult.acknowledged();
            });
    step.execute(CALL.context(step));
    assertInstanceOf(List.class, sent);
    return sent.get(0);
  }
}
