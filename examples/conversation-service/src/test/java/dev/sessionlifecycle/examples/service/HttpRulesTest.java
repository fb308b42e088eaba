package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionlifecycle.examples.service.RawHttp.Response;
import dev.sessionlifecycle.examples.service.ServiceUnderTest.ServiceResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Paths, keys, methods, types, statuses and the places of faults, as HTTP and the APIs have them.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpRulesTest {
  private static final String ALL = "/v1/v2/conversations";
  private static final String KEY = "x-api-key: " + ServiceUnderTest.WRITE + "\r\n";

  private ServiceUnderTest service;
  private int port;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    service = ServiceUnderTest.in(folder);
    port = URI.create(service.url()).getPort();
  }

  @AfterAll
  void stop() {
    service.close();
  }

  private Response raw(String method, String path, String headers, String body) throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      return connection.exchange(method, path, headers, body);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ALL + "/%s%%2Fclose",
        ALL + "/%s%%2fclose",
        ALL + "/x%%2F..%%2F%s/close",
        ALL + "/%s%%5Cclose",
        ALL + "%%2F%s/close",
        ALL + "/%s/%%63lose",
        "/core/conversations/%s%%2Fend",
        "/core%%2Fconversations/%s/end"
      })
  void an_encoded_separator_or_letter_opens_no_other_path(String path) throws Exception {
    String id = service.open("chat");
    assertThat(raw("POST", path.formatted(id), KEY, "").status()).isEqualTo(404);
    assertThat(service.get(ALL + "/" + id, ServiceUnderTest.READ).body().get("status").asText())
        .isEqualTo("active");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEaReR  "})
  void the_scheme_of_a_bearer_token_has_any_case(String scheme) throws Exception {
    String header = "Authorization: " + scheme + ServiceUnderTest.READ + "\r\n";
    assertThat(raw("GET", ALL, header, "").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x-api-key:\r\n",
        "x-api-key: \r\n",
        "Authorization: Bearer\r\n",
        "Authorization: Bearer \r\n",
        "Authorization: Basic eDp5\r\n",
        "x-api-key: wrong\r\n"
      })
  void an_unauthorized_response_names_the_scheme(String header) throws Exception {
    Response answer = raw("GET", ALL, header, "");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // the SHA-256 of nothing, in both cases
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855=%s,write",
        "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855=operator",
        "zzb0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855=%s,write",
        "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b=%s,admin",
        "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b=%s",
        "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b="
            + "00000000-0000-0000-0000-000000000000,write",
        "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b=%1$s,read\n"
            + "2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B=%1$s,write"
      })
  void a_file_with_a_key_that_is_none_is_refused(String line, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("keys"), line.formatted(UUID.randomUUID()));
    assertThatThrownBy(() -> ApiKeys.read(file)).isInstanceOf(Settings.UnusableException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /v1/v2/conversations, 'GET, HEAD, POST'",
    "PUT, /v1/v2/conversations/x/messages, 'GET, HEAD, POST'",
    "GET, /v1/v2/conversations/x/close, POST",
    "POST, /healthz, 'GET, HEAD'"
  })
  void a_response_to_a_wrong_method_lists_the_right_ones(String method, String path, String allowed)
      throws Exception {
    Response answer = raw(method, path, KEY, "");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @Test
  void head_has_the_headers_of_get_and_no_body() throws Exception {
    String one = ALL + "/" + service.open("chat");
    for (String path : List.of("/healthz", ALL, one, ALL + "/" + UUID.randomUUID())) {
      Response get = raw("GET", path, KEY, "");
      try (RawHttp connection = new RawHttp(port)) {
        Response head = connection.exchange("HEAD", path, KEY, "");
        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
        assertThat(connection.exchange("GET", "/healthz", "", "").status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1",
        "GET /healthz?a=%z HTTP/1.1",
        "GET http://[ HTTP/1.1",
        "GET /<a> HTTP/1.1",
        "GET",
        "hidden",
        "GET /healthz HTTP/1.1\r\nno colon hidden",
        "GET /healthz HTTP/1.1\r\n: hidden",
        "GET /healthz HTTP/1.1\r\na b: hidden",
        "GET /healthz HTTP/1.1\r\nContent-Length: hidden",
        "GET /healthz HTTP/1.1\r\nContent-Length: -1"
      })
  void a_request_that_is_no_http_is_refused_and_harms_no_other(String head) throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      connection.write(head + "\r\n\r\n");
      connection.endOutput();
      Response answer = connection.read(true);
      assertThat(answer.status()).isIn(400, 501);
      assertThat(answer.body()).doesNotContain("hidden", "dev.sessionlifecycle", "\tat ");
    }
    assertThat(service.get("/healthz", null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/v2/conversations, write-key, 413",
    "POST, /v1/v2/conversations, nobody, 401",
    "PUT, /v1/v2/conversations, write-key, 405",
    "POST, /v1/nothing, write-key, 404"
  })
  void a_client_that_sends_much_first_reads_its_reply(
      String method, String path, String key, int status) throws Exception {
    String body = "x".repeat(5 << 20);
    for (int i = 0; i < 5; i++) {
      assertThat(raw(method, path, "x-api-key: " + key + "\r\n", body).status()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FFFFFFFFFF", "7FFFFFFF", "80000000", "-1", "zz", "", " "})
  void a_bad_chunk_size_is_a_bad_request(String size) throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      connection.write(
          "POST "
              + ALL
              + " HTTP/1.1\r\n"
              + KEY
              + "Transfer-Encoding: chunked\r\n\r\n"
              + size
              + "\r\n{}\r\n0\r\n\r\n");
      connection.endOutput();
      assertThat(connection.read(true).status()).isIn(400, 413);
    }
    assertThat(service.get("/healthz", null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 201",
    "application/json; charset=utf-8, 201",
    "APPLICATION/JSON, 201",
    "application/merge-patch+json, 201",
    "application/x-www-form-urlencoded, 201",
    "text/plain, 422",
    "text/json, 422",
    "application/xml, 422",
    "multipart/form-data; boundary=x, 422",
    "json, 422"
  })
  void a_body_of_another_type_than_json_is_refused(String type, int status) throws Exception {
    Response answer =
        raw(
            "POST",
            ALL,
            KEY + "Content-Type: " + type + "\r\n",
            "{\"end_user_id\":\"" + UUID.randomUUID() + "\"}");
    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "ringing", "active"})
  void a_text_conversation_that_has_not_begun_can_be_ended(String status) {
    String id =
        service
            .post(
                ALL,
                ServiceUnderTest.WRITE,
                "{\"end_user_id\":\""
                    + UUID.randomUUID()
                    + "\",\"channel\":\"chat\",\"status\":\""
                    + status
                    + "\"}")
            .body()
            .get("id")
            .asText();
    ServiceResponse ended =
        service.post("/core/conversations/" + id + "/end", ServiceUnderTest.WRITE, null);
    assertThat(ended.status()).isEqualTo(200);
    assertThat(ended.body().get("status").asText()).isEqualTo("completed");
  }

  @Test
  void only_a_session_that_was_opened_by_the_request_is_created() {
    String body = "{\"end_user_id\":\"" + UUID.randomUUID() + "\",\"external_session_id\":\"%s\"}";
    String first = body.formatted(UUID.randomUUID());
    ServiceResponse opened = service.post(ALL, ServiceUnderTest.WRITE, first);
    assertThat(opened.status()).isEqualTo(201);
    ServiceResponse again = service.post(ALL, ServiceUnderTest.WRITE, first);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().get("id")).isEqualTo(opened.body().get("id"));
    service.post(
        ALL + "/" + opened.body().get("id").asText() + "/close", ServiceUnderTest.WRITE, "");
    assertThat(service.post(ALL, ServiceUnderTest.WRITE, first).status()).isEqualTo(200);
  }

  /** Returns the places of the faults of a request, as JSON. */
  private List<String> places(ServiceResponse refused) {
    assertThat(refused.status()).isEqualTo(422);
    assertThat(Contract.FEATHER.violations("HTTPValidationError", refused.body())).isEmpty();
    List<String> places = new ArrayList<>();
    refused
        .body()
        .get("detail")
        .forEach(fault -> places.add(fault.get("loc") + " " + fault.get("type").asText()));
    return places;
  }

  private List<String> places(String path, String body) {
    return places(service.post(path, ServiceUnderTest.WRITE, body));
  }

  @Test
  void a_fault_names_its_place_with_integers_for_indexes_once() {
    String messages = ALL + "/" + service.open("chat") + "/messages";
    assertThat(places(messages, "{\"messages\":[{\"role\":\"robot\",\"text\":\"x\"}]}"))
        .containsExactly("[\"body\",\"messages\",0,\"role\"] enum");
    assertThat(places(messages, "{\"messages\":[{\"text\":1},7]}"))
        .containsExactlyInAnyOrder(
            "[\"body\",\"messages\",0,\"role\"] missing",
            "[\"body\",\"messages\",0,\"text\"] string_type",
            "[\"body\",\"messages\",1] object_type");
    assertThat(places(messages, "{}")).containsExactly("[\"body\",\"messages\"] missing");
    assertThat(
            places(
                messages,
                "{\"messages\":[{\"role\":\"user\",\"text\":\"a\"},{\"role\":\"user\","
                    + "\"text\":\""
                    + "x".repeat(65_537)
                    + "\"}]}"))
        .containsExactly("[\"body\",\"messages\",1,\"text\"] value_error");
    assertThat(
            places(
                ALL,
                "{\"end_user_id\":\""
                    + UUID.randomUUID()
                    + "\",\"external_session_id\":\""
                    + "x".repeat(256)
                    + "\"}"))
        .containsExactly("[\"body\",\"external_session_id\"] value_error");
    for (String query : List.of("cursor=nonsense", "limit=0", "limit=501", "limit=x")) {
      assertThat(places(service.get(ALL + "?" + query, ServiceUnderTest.READ)))
          .hasSize(1)
          .allMatch(it -> it.startsWith("[\"query\",\"" + query.split("=")[0] + "\"]"));
    }
  }

  @Test
  void a_response_to_many_faults_is_small() {
    StringBuilder unknown = new StringBuilder("{\"end_user_id\":1");
    StringBuilder wrong = new StringBuilder("{\"messages\":[0");
    for (int i = 0; i < 15_000; i++) {
      unknown.append(",\"x").append(i).append("\":0");
      wrong.append(",{\"a\":1}");
    }
    assertThat(places(ALL, unknown + "}"))
        .containsExactlyInAnyOrder(
            "[\"body\"] extra_forbidden", "[\"body\",\"end_user_id\"] uuid_parsing");
    List<String> many = places(ALL + "/" + UUID.randomUUID() + "/messages", wrong + "]}");
    assertThat(many).hasSize(21).last().isEqualTo("[\"body\"] too_many_errors");
  }

  @Test
  void the_backlog_of_all_organizations_is_for_the_operator() {
    String path = "/v1/finalize/backlog";
    for (String key : List.of(ServiceUnderTest.READ, ServiceUnderTest.WRITE)) {
      assertThat(service.get(path, key).status()).isEqualTo(403);
    }
    assertThat(service.get(path, null).status()).isEqualTo(401);
    assertThat(service.get(path, ApiKeys.DEMO_OPERATOR).body().has("due")).isTrue();
    for (String own : List.of(ALL, ALL + "/" + UUID.randomUUID())) {
      assertThat(service.get(own, ApiKeys.DEMO_OPERATOR).status()).isEqualTo(403);
    }
    assertThat(service.post(ALL, ApiKeys.DEMO_OPERATOR, "{}").status()).isEqualTo(403);
  }

  @Test
  void a_service_that_is_ready_says_so_and_writes_to_no_organization() {
    assertThat(service.get("/healthz", null).status()).isEqualTo(200);
    JsonNode ready = service.get("/readyz", null).body();
    assertThat(ready.get("status").asText()).isEqualTo("ready");
    assertThat(service.get(ALL, ServiceUnderTest.FOREIGN).body().get("items")).isEmpty();
  }

  @Test
  void unfinished_requests_block_no_other() throws Exception {
    List<RawHttp> unfinished = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        RawHttp connection = new RawHttp(port);
        unfinished.add(connection);
        connection.write(
            i % 2 == 0
                ? "GET /healthz HTTP/1.1\r\nX-a: "
                : "POST " + ALL + " HTTP/1.1\r\n" + KEY + "Content-Length: 100\r\n\r\n{");
      }
      assertThat(service.get("/healthz", null).status()).isEqualTo(200);
      // and each is given up in the end
      for (RawHttp connection : unfinished) {
        assertThatThrownBy(() -> connection.read(true)).isInstanceOf(IOException.class);
      }
    } finally {
      for (RawHttp connection : unfinished) {
        connection.close();
      }
    }
  }

  @Test
  void a_response_on_a_connection_in_use_is_not_delayed() throws Exception {
    try (RawHttp connection = new RawHttp(port)) {
      List<Long> micros = new ArrayList<>();
      for (int i = 0; i < 21; i++) {
        long start = System.nanoTime();
        connection.exchange("GET", "/healthz", "", "");
        micros.add((System.nanoTime() - start) / 1_000);
      }
      micros.sort(null);
      assertThat(micros.get(10)).isLessThan(35_000L);
    }
  }

  @Test
  void settings_and_their_errors_hold_no_secret() {
    Settings settings = new Settings(1, "jdbc:mysql://h/d?password=hidden", "u", "hidden", null);
    assertThat(settings.toString()).doesNotContain("hidden");
    for (String url :
        List.of(
            "jdbc:mysql://h/d?password=hidden",
            "JDBC:mysql:hidden",
            "postgres://u:hidden@h/d",
            "jdbc:hidden")) {
      assertThatThrownBy(() -> Database.open(new Settings(0, url, "u", "hidden", null)))
          .isInstanceOf(Settings.UnusableException.class)
          .hasMessageContaining("DATABASE")
          .hasMessageNotContaining("hidden");
    }
    assertThatThrownBy(() -> Database.open(new Settings(0, "/proc/x/y", "", "", null)))
        .hasMessageContaining("cannot write")
        .hasMessageContaining("/proc/x/y");
  }
}
