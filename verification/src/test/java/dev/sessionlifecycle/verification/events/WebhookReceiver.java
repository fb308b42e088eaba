package dev.sessionlifecycle.verification.events;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhooks that verifies them with the library of others, and may be ill. */
final class WebhookReceiver implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  /** What a receiver does with a request. */
  enum Behavior {
    ACCEPT,
    FAIL,
    HANG,
    REDIRECT,
    BUSY,
    GONE,
    /** Closes the connection without a response. */
    DIE,
    /** Closes the connection within the body of an error. */
    DIE_IN_BODY
  }

  /** A request whose signature was right. */
  record Received(String id, String contentType, JsonNode body) {
    String type() {
      return body.get("type").asString();
    }

    JsonNode data() {
      return body.get("data");
    }

    String session() {
      return data().get("session_id").asString();
    }
  }

  private final HttpServer server;
  private final Webhook verifier;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool(WebhookReceiver::daemon);
  private final List<Received> requests = new ArrayList<>();
  private final List<Received> accepted = new ArrayList<>();
  private final Set<String> elsewhere = new HashSet<>();
  private volatile Function<Received, Behavior> behavior = received -> Behavior.ACCEPT;

  WebhookReceiver(String secret) throws IOException {
    verifier = verifier(secret);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static Webhook verifier(String secret) throws IOException {
    try {
      return new Webhook(secret);
    } catch (EmptyWebhookSecretException e) {
      throw new IOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "receiver");
    thread.setDaemon(true);
    return thread;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hooks");
  }

  /** Answers as this says from now on. */
  void behave(Function<Received, Behavior> next) {
    behavior = next;
  }

  /** All requests that were verified, accepted or not. */
  synchronized List<Received> requests() {
    return List.copyOf(requests);
  }

  /** What was accepted, without repetitions, in order of arrival. */
  synchronized List<Received> accepted() {
    Set<String> seen = new HashSet<>();
    return accepted.stream().filter(it -> seen.add(it.id())).toList();
  }

  /** Paths that were asked for and are no webhook. */
  synchronized Set<String> elsewhere() {
    return Set.copyOf(elsewhere);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (!path.equals("/hooks")) {
        note(path);
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      String text = new String(body, StandardCharsets.UTF_8);
      try {
        verifier.verify(text, HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true));
      } catch (WebhookVerificationException e) {
        note("unverified");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      Received received =
          new Received(
              exchange.getRequestHeaders().getFirst("webhook-id"),
              exchange.getRequestHeaders().getFirst("content-type"),
              JSON.readTree(text));
      answer(exchange, received, behavior.apply(received));
    }
  }

  private synchronized void note(String path) {
    elsewhere.add(path);
  }

  private synchronized void note(Received received, boolean isAccepted) {
    requests.add(received);
    if (isAccepted) {
      accepted.add(received);
    }
  }

  private void answer(HttpExchange exchange, Received received, Behavior answer)
      throws IOException {
    note(received, answer == Behavior.ACCEPT);
    switch (answer) {
      case ACCEPT -> exchange.sendResponseHeaders(204, -1);
      case FAIL -> exchange.sendResponseHeaders(500, -1);
      case GONE -> exchange.sendResponseHeaders(410, -1);
      case REDIRECT -> {
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(307, -1);
      }
      case BUSY -> {
        exchange.getResponseHeaders().add("Retry-After", "1200");
        exchange.sendResponseHeaders(429, -1);
      }
      case DIE_IN_BODY -> {
        exchange.sendResponseHeaders(502, 1_000);
        exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
      case HANG -> hang();
      case DIE -> {}
    }
  }

  private void hang() {
    try {
      closed.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
