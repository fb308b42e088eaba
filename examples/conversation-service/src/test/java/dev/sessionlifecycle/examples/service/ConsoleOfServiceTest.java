package dev.sessionlifecycle.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console of the service: who gets in, with what. */
class ConsoleOfServiceTest {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void key_that_reads_looks_and_key_that_writes_acts(@TempDir Path folder) throws Exception {
    try (ServiceUnderTest service = ServiceUnderTest.in(folder)) {
      String console = service.url() + "/console/";
      assertThat(get(console, null).statusCode()).isEqualTo(401);
      assertThat(get(console, "maria:wrong").statusCode()).isEqualTo(401);
      assertThat(get(console, "maria:" + ApiKeys.DEMO_OPERATOR).statusCode()).isEqualTo(401);
      assertThat(get(console, "maria:" + ServiceUnderTest.READ).body())
          .contains("<h1>Overview</h1>", "maria", "read-only");
      assertThat(get(console + "about", "maria:" + ServiceUnderTest.WRITE).body())
          .contains("view, read texts, replay, skip, end, hold, erase");
      assertThat(get(console, " :" + ServiceUnderTest.WRITE).statusCode()).isEqualTo(403);
    }
  }

  private HttpResponse<String> get(String address, String credentials)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
    if (credentials != null) {
      byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
