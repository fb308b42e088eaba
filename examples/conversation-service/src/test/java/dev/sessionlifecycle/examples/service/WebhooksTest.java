package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import dev.sessionlifecycle.testkit.ProviderSignatures;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks over HTTP, as the providers send them. */
class WebhooksTest {
  private static final String PUBLIC_URL = "https://service.example.org";

  private final HttpClient client = HttpClient.newHttpClient();
  private ConversationService service;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("hooks.properties"),
            """
            organization = %s
            public_url = %s
            spool = %s
            vapi = old secret, new secret
            twilio = token
            livekit = key:secret
            """
                .formatted(ApiKeys.DEMO_ORGANIZATION, PUBLIC_URL, folder.resolve("spool")));
    service =
        ConversationService.start(
            new Settings(
                0,
                folder.resolve("conversations").toAbsolutePath().toString(),
                "",
                "",
                null,
                Hooks.read(file)));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path));
  }

  private int post(ProviderPayload payload, Map<String, String> headers) throws Exception {
    HttpRequest.Builder request =
        request("/hooks/" + payload.provider())
            .header("Content-Type", payload.contentType())
            .POST(HttpRequest.BodyPublishers.ofByteArray(payload.body()));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request = request(path).header("x-api-key", ApiKeys.DEMO_READ).build();
    return Json.read(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
  }

  private JsonNode sessions() throws Exception {
    return get("/v1/v2/conversations").get("items");
  }

  @Test
  void a_call_of_vapi_is_opened_ended_and_scrubbed() throws Exception {
    Map<String, String> secret = ProviderSignatures.vapi("new secret");
    for (String event :
        new String[] {"status-update_in-progress", "status-update_ended", "end-of-call-report"}) {
      assertThat(post(ProviderPayloads.of("vapi", event), secret)).isEqualTo(200);
      assertThat(post(ProviderPayloads.of("vapi", event), secret)).isEqualTo(200);
    }
    assertThat(sessions()).hasSize(1);
    String one = "/v1/v2/conversations/" + sessions().get(0).get("id").asText();
    ServiceUnderTest.await(
        () -> {
          try {
            return !get(one).get("finalized_at").isNull();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(get(one).get("status").asText()).isEqualTo("closed");
    assertThat(get(one).get("termination_reason").asText()).isEqualTo("participant_left");
    assertThat(get(one + "/messages").toString())
        .contains("[EMAIL_ADDRESS]")
        .doesNotContain("maria.keller");
  }

  @Test
  void the_public_address_is_what_twilio_signs() throws Exception {
    ProviderPayload busy = ProviderPayloads.of("twilio", "busy");
    String url = PUBLIC_URL + "/hooks/twilio";
    assertThat(post(busy, ProviderSignatures.twilio("token", url + "?a=b", busy.body())))
        .isEqualTo(401);
    assertThat(sessions()).isEmpty();
    assertThat(post(busy, ProviderSignatures.twilio("token", url, busy.body()))).isEqualTo(200);
    assertThat(sessions()).hasSize(1);
  }

  @Test
  void what_is_not_signed_read_or_known_is_refused() throws Exception {
    ProviderPayload left = ProviderPayloads.of("livekit", "participant_left_caller");
    assertThat(post(left, Map.of())).isEqualTo(401);
    assertThat(post(left, ProviderSignatures.livekit("key", "other", left.body(), Instant.now())))
        .isEqualTo(401);
    ProviderPayload cut = left.withReplaced("\"event\"", "\"even\"");
    assertThat(post(cut, ProviderSignatures.livekit("key", "secret", cut.body(), Instant.now())))
        .isEqualTo(400);
    assertThat(post(ProviderPayloads.of("retell", "call_ended"), Map.of())).isEqualTo(404);
    assertThat(
            client
                .send(request("/hooks/vapi").build(), HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(405);
    assertThat(sessions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"POST, /hooks/vapi, 413", "POST, /hooks/nobody, 404", "PUT, /hooks/vapi, 405"})
  void a_provider_that_sends_much_first_reads_its_reply(String method, String path, int status)
      throws Exception {
    String body =
        new String(
            ProviderPayloads.of("vapi", "end-of-call-report")
                .withReplaced("Thank you", "x".repeat(12 << 20))
                .body(),
            StandardCharsets.UTF_8);
    String secret = "x-vapi-secret: old secret\r\n";
    for (int i = 0; i < 5; i++) {
      try (RawHttp connection = new RawHttp(service.port())) {
        assertThat(connection.exchange(method, path, secret, body).status()).isEqualTo(status);
      }
    }
    assertThat(sessions()).isEmpty();
  }
}
