package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.examples.service.ServiceUnderTest.ServiceResponse;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the three endpoints of the Feather and AnyReach APIs against their schemas. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlatformContractTest {

  private static final String USER = UUID.randomUUID().toString();

  private ServiceUnderTest service;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    service = ServiceUnderTest.in(folder);
  }

  @AfterAll
  void stop() {
    service.close();
  }

  private ServiceResponse close(String id, String body) {
    return service.post("/v1/v2/conversations/" + id + "/close", ServiceUnderTest.WRITE, body);
  }

  private ServiceResponse endSession(String id, String body) {
    return service.post(
        "/v1/v2/conversations/" + id + "/end_session", ServiceUnderTest.WRITE, body);
  }

  private ServiceResponse endText(String id) {
    return service.post("/core/conversations/" + id + "/end", ServiceUnderTest.WRITE, null);
  }

  private JsonNode get(String id) {
    return service.get("/v1/v2/conversations/" + id, ServiceUnderTest.READ).body();
  }

  private static void fits(Contract contract, String definition, JsonNode body) {
    assertThat(contract.violations(definition, body)).as(body.toString()).isEmpty();
    assertThat(contract.fields(definition)).containsAll(Contract.names(body));
  }

  @Test
  void close_returns_the_documented_session_with_every_field() {
    String id = service.open("voice");
    ServiceResponse answer = close(id, "{\"reason\":\"user_rejected\"}");
    assertThat(answer.status()).isEqualTo(200);
    fits(Contract.FEATHER, "Session", answer.body());
    assertThat(Contract.names(answer.body())).isEqualTo(Contract.FEATHER.fields("Session"));
    fits(Contract.FEATHER, "SessionEvalSummary", answer.body().get("eval_summary"));
    assertThat(answer.body().get("status").asText()).isEqualTo("closed");
    assertThat(answer.body().get("metadata").isObject()).isTrue();
    assertThat(answer.body().get("eval_summary").get("eval_status").asText()).isEqualTo("none");
    ServiceResponse again = close(id, "{\"reason\":\"error\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(get(id).get("termination_reason").asText()).isEqualTo("user_rejected");
  }

  @ParameterizedTest
  @EnumSource(TerminationReason.class)
  void close_accepts_every_documented_reason(TerminationReason reason) {
    String id = service.open("voice");
    assertThat(close(id, "{\"reason\":\"" + reason.wire() + "\"}").status()).isEqualTo(200);
    assertThat(get(id).get("termination_reason").asText()).isEqualTo(reason.wire());
  }

  @Test
  void the_documented_enums_match_those_of_the_library() {
    assertThat(words("TerminationReason", "enum"))
        .containsExactlyElementsOf(
            Stream.of(TerminationReason.values()).map(TerminationReason::wire).toList());
    JsonNode session = Contract.FEATHER.definition("Session").get("properties");
    assertThat(texts(session.get("status").get("enum")))
        .containsExactlyElementsOf(SessionStatus.all().stream().map(SessionStatus::wire).toList());
    assertThat(texts(session.get("priority").get("enum")))
        .containsExactlyElementsOf(Stream.of(Priority.values()).map(Priority::wire).toList());
    assertThat(texts(session.get("session_type").get("enum")))
        .containsExactlyElementsOf(Stream.of(SessionType.values()).map(SessionType::wire).toList());
  }

  private static List<String> words(String definition, String field) {
    return texts(Contract.FEATHER.definition(definition).get(field));
  }

  private static List<String> texts(JsonNode array) {
    return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
        .map(i -> array.get(i).asText())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "null", "{\"reason\":null}", "{\"other\":1}"})
  void close_needs_no_reason(String body) {
    String id = service.open("voice");
    assertThat(close(id, body).status()).isEqualTo(200);
    assertThat(get(id).get("termination_reason").asText()).isEqualTo("unknown");
  }

  @Test
  void close_accepts_a_reason_of_64_characters_and_refuses_65() {
    String id = service.open("voice");
    ServiceResponse refused = close(id, "{\"reason\":\"" + "\ud83d\ude00".repeat(65) + "\"}");
    assertThat(refused.status()).isEqualTo(422);
    fits(Contract.FEATHER, "HTTPValidationError", refused.body());
    assertThat(refused.body().at("/detail/0/loc/1").asText()).isEqualTo("reason");
    assertThat(get(id).get("status").asText()).isEqualTo("active");
    String longest = "\ud83d\ude00".repeat(64);
    assertThat(close(id, "{\"reason\":\"" + longest + "\"}").status()).isEqualTo(200);
    assertThat(get(id).get("termination_reason").asText()).isEqualTo("unknown");
    assertThat(get(id).get("reported_reason").asText()).isEqualTo(longest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null"})
  void an_admin_end_needs_no_body(String body) {
    String id = service.open("voice");
    ServiceResponse answer = endSession(id, body);
    assertThat(answer.status()).isEqualTo(200);
    fits(Contract.FEATHER, "TurnResult", answer.body());
    assertThat(Contract.names(answer.body())).isEqualTo(Contract.FEATHER.fields("TurnResult"));
    assertThat(answer.body().get("messages")).isEmpty();
    assertThat(answer.body().get("status").asText()).isEqualTo("ended");
    assertThat(answer.body().get("session_id").asText()).isEqualTo(id);
    JsonNode session = get(id);
    assertThat(session.get("termination_reason").asText()).isEqualTo("agent_initiated");
    assertThat(session.get("outcome").asText()).isEqualTo("resolved");
    assertThat(session.get("triggered_by").asText()).isEqualTo("admin");
  }

  @Test
  void ids_and_unknown_fields_in_the_body_are_ignored() {
    String id = service.open("voice");
    String other = service.open("voice");
    String body =
        """
        {"end_user_id":"%s","session_id":"%s","agent_id":null,"channel":"voice",
         "reason":"escalated","farewell_text":"Bye"}"""
            .formatted(USER, other);
    assertThat(Contract.FEATHER.violations("EndSessionRequest", Json.read(bytes(body)))).isEmpty();
    assertThat(endSession(id, body).status()).isEqualTo(200);
    assertThat(get(id).get("termination_reason").asText()).isEqualTo("escalated");
    assertThat(get(other).get("status").asText()).isEqualTo("active");
  }

  static Stream<String> bad_bodies() {
    String ids = "\"end_user_id\":\"" + USER + "\",\"session_id\":\"" + USER + "\"";
    return Stream.of(
        "{}",
        "{\"session_id\":\"" + USER + "\"}",
        "{\"end_user_id\":\"" + USER + "\"}",
        "{\"end_user_id\":\"" + USER + "\",\"session_id\":null}",
        "{\"end_user_id\":\"" + USER + "\",\"session_id\":7}",
        "{\"end_user_id\":\"no\",\"session_id\":\"" + USER + "\"}",
        "{" + ids + ",\"agent_id\":\"no\"}",
        "{" + ids + ",\"agent_id\":{}}",
        "{" + ids + ",\"channel\":null}",
        "{" + ids + ",\"channel\":1}",
        "{" + ids + ",\"reason\":[]}",
        "[]",
        "7",
        "\"text\"");
  }

  @ParameterizedTest
  @MethodSource("bad_bodies")
  void an_admin_end_that_violates_the_schema_is_refused_and_changes_nothing(String body) {
    assertThat(Contract.FEATHER.violations("EndSessionRequest", Json.read(bytes(body))))
        .isNotEmpty();
    String id = service.open("voice");
    ServiceResponse refused = endSession(id, body);
    assertThat(refused.status()).isEqualTo(422);
    fits(Contract.FEATHER, "HTTPValidationError", refused.body());
    assertThat(refused.body().get("detail")).isNotEmpty();
    assertThat(get(id).get("status").asText()).isEqualTo("active");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void all_violations_are_reported_at_once() {
    ServiceResponse refused =
        endSession(service.open("voice"), "{\"agent_id\":1,\"channel\":2,\"reason\":3}");
    assertThat(refused.body().get("detail")).hasSize(5);
  }

  @Test
  void ending_a_text_conversation_twice_returns_the_same_result() {
    String id = service.open("chat");
    ServiceResponse first = endText(id);
    assertThat(first.status()).isEqualTo(200);
    fits(Contract.ANYREACH, "EndConversationResponse", first.body());
    assertThat(Contract.names(first.body()))
        .isEqualTo(Contract.ANYREACH.fields("EndConversationResponse"));
    assertThat(first.body().get("conversation_id").asText()).isEqualTo(id);
    assertThat(first.body().get("status").asText()).isEqualTo("completed");
    assertThat(first.body().get("duration").isIntegralNumber()).isTrue();
    ServiceResponse again = endText(id);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().get("duration")).isEqualTo(first.body().get("duration"));
  }

  @ParameterizedTest
  @CsvSource({"voice,409", "email,409"})
  void ending_a_conversation_on_another_channel_is_a_conflict(String channel, int status) {
    ServiceResponse refused = endText(service.open(channel));
    assertThat(refused.status()).isEqualTo(status);
    fits(Contract.ANYREACH, "Error", refused.body());
    assertThat(refused.body().get("detail").asText()).isNotBlank();
  }

  @Test
  void ending_a_transferred_text_conversation_is_a_conflict() {
    String id = service.open("chat");
    close(id, "{\"reason\":\"transferred\"}");
    ServiceResponse refused = endText(id);
    assertThat(refused.status()).isEqualTo(409);
    fits(Contract.ANYREACH, "Error", refused.body());
  }

  @Test
  void a_malformed_id_is_not_found_for_text_ends_and_invalid_elsewhere() {
    assertThat(endText("no").status()).isEqualTo(404);
    fits(Contract.ANYREACH, "Error", endText("no").body());
    for (ServiceResponse refused : List.of(close("no", "{}"), endSession("no", ""))) {
      assertThat(refused.status()).isEqualTo(422);
      fits(Contract.FEATHER, "HTTPValidationError", refused.body());
      assertThat(refused.body().at("/detail/0/loc/0").asText()).isEqualTo("path");
    }
  }
}
