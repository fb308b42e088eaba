package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.examples.service.ServiceUnderTest.ServiceResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access rights, and the responses to invalid requests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {

  private static final String FEATHER_END = "/v1/v2/conversations/%s/end_session";
  private static final String CLOSE = "/v1/v2/conversations/%s/close";
  private static final String TEXT_END = "/core/conversations/%s/end";

  private ServiceUnderTest service;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    service = ServiceUnderTest.in(folder);
  }

  @AfterAll
  void stop() {
    service.close();
  }

  private static void isError(String path, ServiceResponse answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    boolean text = path.startsWith("/core/");
    assertThat(
            text
                ? Contract.ANYREACH.violations("Error", answer.body())
                : Contract.FEATHER.violations("ErrorResponse", answer.body()))
        .isEmpty();
    assertThat(Contract.names(answer.body()))
        .containsExactlyElementsOf(text ? List.of("detail") : List.of("error", "message"));
    assertThat(answer.body().toString()).doesNotContain("Exception", "dev.sessionlifecycle");
  }

  @Test
  void a_session_is_created_once_and_returned_to_its_end_user_alone() {
    String start =
        "{\"end_user_id\": \"%s\", \"channel\": \"%s\", \"external_session_id\": \"room-7\"}";
    String alice = UUID.randomUUID().toString();
    String path = "/v1/v2/conversations";
    ServiceResponse first =
        service.post(path, ServiceUnderTest.WRITE, start.formatted(alice, "chat"));
    assertThat(first.status()).isEqualTo(201);
    ServiceResponse again =
        service.post(path, ServiceUnderTest.WRITE, start.formatted(alice, "chat"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().get("id")).isEqualTo(first.body().get("id"));
    isError(path, service.post(path, ServiceUnderTest.WRITE, start.formatted(alice, "voice")), 409);
    isError(
        path,
        service.post(path, ServiceUnderTest.WRITE, start.formatted(UUID.randomUUID(), "chat")),
        409);
  }

  @ParameterizedTest
  @ValueSource(strings = {FEATHER_END, CLOSE, TEXT_END})
  void a_missing_or_wrong_key_is_unauthorized(String path) {
    String id = service.open("chat");
    String there = path.formatted(id);
    isError(there, service.post(there, null, "{}"), 401);
    isError(there, service.post(there, "wrong", "{}"), 401);
    isError(there, service.post(there, "", "{}"), 401);
    assertThat(status(id)).isEqualTo("active");
  }

  @ParameterizedTest
  @ValueSource(strings = {FEATHER_END, CLOSE, TEXT_END})
  void a_read_only_key_is_forbidden_to_end_before_anything_else_is_checked(String path) {
    String id = service.open("chat");
    for (String any : List.of(id, UUID.randomUUID().toString(), "no")) {
      String there = path.formatted(any);
      isError(there, service.post(there, ServiceUnderTest.READ, "{}"), 403);
    }
    assertThat(status(id)).isEqualTo("active");
  }

  private String status(String id) {
    return service
        .get("/v1/v2/conversations/" + id, ServiceUnderTest.READ)
        .body()
        .get("status")
        .asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {FEATHER_END, CLOSE, TEXT_END})
  void a_foreign_conversation_is_indistinguishable_from_a_missing_one(String path) {
    String foreign = path.formatted(service.open("chat"));
    String missing = path.formatted(UUID.randomUUID());
    ServiceResponse one = service.post(foreign, ServiceUnderTest.FOREIGN, "");
    ServiceResponse other = service.post(missing, ServiceUnderTest.FOREIGN, "");
    isError(foreign, one, 404);
    assertThat(one.body()).isEqualTo(other.body());
    assertThat(headers(one)).isEqualTo(headers(other));
  }

  private static Map<String, List<String>> headers(ServiceResponse answer) {
    Map<String, List<String>> headers = new HashMap<>(answer.headers().map());
    headers.remove("date");
    return headers;
  }

  @Test
  void a_foreign_conversation_cannot_be_read() {
    String id = service.open("chat");
    for (String path : List.of("", "/messages", "/history")) {
      String there = "/v1/v2/conversations/" + id + path;
      isError(there, service.get(there, ServiceUnderTest.FOREIGN), 404);
    }
    assertThat(service.get("/v1/v2/conversations", ServiceUnderTest.FOREIGN).body().get("items"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\":1,\"a\":2}", "{} {}", "nul", "{\"reason\":\"\\ud8\"}"})
  void malformed_json_is_a_bad_request(String body) {
    String there = CLOSE.formatted(service.open("chat"));
    isError(there, service.post(there, ServiceUnderTest.WRITE, body), 400);
    String admin = FEATHER_END.formatted(service.open("chat"));
    isError(admin, service.post(admin, ServiceUnderTest.WRITE, body), 400);
  }

  @Test
  void invalid_utf8_and_excessive_nesting_are_bad_requests() {
    String there = CLOSE.formatted(service.open("chat"));
    byte[] latin = "{\"reason\":\"\u00e9t\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
    isError(there, service.sendBytes("POST", there, ServiceUnderTest.WRITE, latin), 400);
    isError(there, service.post(there, ServiceUnderTest.WRITE, "[".repeat(100_000)), 400);
  }

  @Test
  void a_body_over_the_bound_is_too_large() {
    String there = CLOSE.formatted(service.open("chat"));
    String body = "{\"reason\":\"" + "x".repeat(IncomingRequest.MAX_BODY) + "\"}";
    isError(there, service.post(there, ServiceUnderTest.WRITE, body), 413);
  }

  @Test
  void an_unknown_path_is_not_found_and_a_wrong_method_not_allowed() {
    isError("/v1", service.get("/v1/nothing", ServiceUnderTest.WRITE), 404);
    isError("/core/x", service.get("/core/nothing", ServiceUnderTest.WRITE), 404);
    String there = CLOSE.formatted(UUID.randomUUID());
    isError(there, service.get(there, ServiceUnderTest.WRITE), 405);
  }

  @Test
  void a_message_after_the_end_is_a_conflict() {
    String id = service.open("chat");
    service.post(CLOSE.formatted(id), ServiceUnderTest.WRITE, "{}");
    String messages = "/v1/v2/conversations/" + id + "/messages";
    isError(
        messages,
        service.post(
            messages,
            ServiceUnderTest.WRITE,
            "{\"messages\":[{\"role\":\"user\",\"text\":\"x\"}]}"),
        409);
  }

  @Test
  void keys_are_read_from_a_file_of_hashes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys.properties");
    UUID organization = UUID.randomUUID();
    // printf %s secret | sha256sum
    Files.writeString(
        file,
        "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b="
            + organization
            + ",write\n");
    ApiKeys keys = ApiKeys.read(file);
    assertThat(keys.find("secret")).contains(new Caller(organization, true));
    assertThat(keys.find("secre")).isEmpty();
    assertThat(keys.find(null)).isEmpty();
  }
}
