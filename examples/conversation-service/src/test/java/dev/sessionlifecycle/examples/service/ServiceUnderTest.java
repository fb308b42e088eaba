package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A service running on its own database, with a client. */
final class ServiceUnderTest implements AutoCloseable {
  static final String WRITE = "write-key";
  static final String READ = "read-key";
  static final String FOREIGN = "foreign-key";
  static final UUID ORGANIZATION = UUID.randomUUID();

  /** A response. */
  record ServiceResponse(int status, HttpHeaders headers, JsonNode body) {}

  private final HttpClient client = HttpClient.newHttpClient();
  private final ConversationService service;

  private ServiceUnderTest(ConversationService service) {
    this.service = service;
  }

  static ServiceUnderTest in(Path folder) throws IOException {
    return on(folder.resolve("conversations").toAbsolutePath().toString());
  }

  static ServiceUnderTest on(String database) throws IOException {
    // The third key belongs to another organization.
    ApiKeys keys =
        ApiKeys.demo()
            .add(WRITE, new Caller(ORGANIZATION, true))
            .add(READ, new Caller(ORGANIZATION, false))
            .add(FOREIGN, new Caller(UUID.randomUUID(), true));
    return new ServiceUnderTest(
        ConversationService.start(new Settings(0, database, "postgres", "postgres", keys)));
  }

  /** Asks again and again for up to a minute until the condition holds. */
  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen within a minute");
      }
    }
  }

  String url() {
    return "http://localhost:" + service.port();
  }

  ServiceResponse post(String path, @Nullable String key, @Nullable String body) {
    return send("POST", path, key, body);
  }

  ServiceResponse get(String path, @Nullable String key) {
    return send("GET", path, key, null);
  }

  ServiceResponse send(String method, String path, @Nullable String key, @Nullable String body) {
    return sendBytes(
        method, path, key, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
  }

  ServiceResponse sendBytes(
      String method, String path, @Nullable String key, byte @Nullable [] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
    if (key != null && path.startsWith("/core/")) {
      request.header("Authorization", "Bearer " + key);
    } else if (key != null) {
      request.header("x-api-key", key);
    }
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new ServiceResponse(
          response.statusCode(), response.headers(), Json.read(response.body()));
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Opens a conversation and returns its id. */
  String open(String channel) {
    ServiceResponse opened =
        post(
            "/v1/v2/conversations",
            WRITE,
            "{\"end_user_id\":\"" + UUID.randomUUID() + "\",\"channel\":\"" + channel + "\"}");
    if (opened.status() != 201) {
      throw new IllegalStateException(opened.toString());
    }
    return opened.body().get("id").asText();
  }

  @Override
  public void close() {
    service.close();
  }
}
