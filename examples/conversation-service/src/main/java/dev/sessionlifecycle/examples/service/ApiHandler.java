package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks requests in this order: path, key, role, size, JSON; then calls the route and maps errors
 * to responses.
 */
final class ApiHandler implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

  /** So much is written at once: the JDK keeps as much memory outside the heap for each thread. */
  private static final int PART = 64 * 1024;

  /** How many reads are carried out at a time: each may take tens of megabytes of memory. */
  private static final int READS =
      (int) Math.max(1, Math.min(32, Runtime.getRuntime().maxMemory() >> 27));

  /** A response of this size takes memory as long as its client does not read it. */
  private static final int LARGE = 1024 * 1024;

  /** How long a large response waits for its turn. */
  private static final Duration TURN = Duration.ofSeconds(1);

  private final Organizations organizations;
  private final ApiKeys keys;
  private final List<Route> routes;
  private final Semaphore reads = new Semaphore(READS, true);

  /** As many large responses are being written. */
  private final Semaphore large = new Semaphore(READS, true);

  private volatile boolean closing;

  ApiHandler(Organizations organizations, ApiKeys keys, List<Route> routes) {
    this.organizations = organizations;
    this.keys = keys;
    this.routes = List.copyOf(routes);
  }

  /** Lets every connection end with its next response. */
  void closeConnections() {
    closing = true;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      IncomingRequest request = new IncomingRequest(exchange);
      Response reply = response(request);
      try {
        write(reply, request.isHead(), exchange);
      } finally {
        if (reply.isCounted()) {
          large.release();
        }
      }
    }
  }

  private void write(Response reply, boolean isHead, HttpExchange exchange) throws IOException {
    byte[] body = reply.body().array();
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("Cache-Control", "no-store");
    reply.headers().forEach(headers::set);
    if (closing) {
      headers.set("Connection", "close");
    }
    if (isHead) {
      headers.set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), body.length);
    // not closed here if it fails: closing the exchange then closes the connection as well
    OutputStream out = exchange.getResponseBody();
    for (int from = 0; from < body.length; from += PART) {
      out.write(body, from, Math.min(PART, body.length - from));
    }
    out.flush();
    UnreadBody.discard(exchange);
    out.close();
  }

  /**
   * A response.
   *
   * @param isCounted whether it has one of the turns of large responses
   */
  private record Response(
      int status, Map<String, String> headers, ByteBuffer body, boolean isCounted) {
    static Response of(Reply reply) {
      return new Response(
          reply.status(), reply.headers(), ByteBuffer.wrap(Json.bytes(reply.body())), false);
    }

    boolean isLarge() {
      return body.capacity() >= LARGE;
    }

    Response counted() {
      return new Response(status, headers, body, true);
    }
  }

  private Response response(IncomingRequest request) {
    ErrorShape errors =
        request.rawPath().startsWith("/core/") ? ErrorShape.TEXT_END : ErrorShape.FEATHER;
    try {
      return route(request);
    } catch (Refusal refusal) {
      return Response.of(errors.reply(refusal));
    } catch (SessionLifecycleException error) {
      if (errors.reply(error).status() >= 500) {
        log.error("the store failed", error);
      }
      return Response.of(errors.reply(error));
    } catch (RuntimeException bug) {
      log.error("a request failed", bug);
      return Response.of(errors.reply(Refusal.of(500, "internal_error", "Something went wrong.")));
    } catch (Error tooMuch) { // one request that needs too much must not end the server's thread
      log.error("a request failed", tooMuch);
      return Response.of(
          errors.reply(Refusal.of(503, "overloaded", "The service cannot do this now.")));
    }
  }

  private Response route(IncomingRequest request) {
    List<String> segments = request.segments();
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      List<String> open = route.match(segments);
      if (open != null && route.method().equals(request.method())) {
        return call(request, route, open);
      } else if (open != null) {
        methods.add(route.method());
      }
    }
    if (methods.isEmpty()) {
      throw Refusal.of(404, "not_found", "There is no such path.");
    } else if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    throw Refusal.of(
        405,
        "method_not_allowed",
        "The path has no such method.",
        "Allow",
        String.join(", ", methods));
  }

  private Response call(IncomingRequest request, Route route, List<String> open) {
    Caller caller = Caller.OPERATOR;
    if (route.access() != Route.Access.OPEN) {
      Optional<Caller> known = keys.find(request.key());
      caller =
          known.orElseThrow(
              () ->
                  Refusal.of(
                      401,
                      "unauthorized",
                      "Authentication required",
                      "WWW-Authenticate",
                      "Bearer"));
      if (!caller.has(route.access())) {
        throw Refusal.of(
            403, "access_denied", "The key's role doesn't grant access to this action.");
      }
    }
    JsonNode body = Json.read(new byte[0]);
    if (route.readsJson()) {
      body = request.json();
    } else {
      request.body();
    }
    Organizations view = caller.writes() ? organizations : organizations.readOnly();
    Call made = new Call(view.organization(caller.organizationId()), open, request.query(), body);
    return route.access() == Route.Access.READ
        ? read(route, made)
        : Response.of(route.endpoint().apply(made));
  }

  /** Reads, and writes the JSON, which together may take much memory. */
  private Response read(Route route, Call call) {
    reads.acquireUninterruptibly();
    try {
      Response response = Response.of(route.endpoint().apply(call));
      if (!response.isLarge()) {
        return response;
      }
      if (!isInTurn()) {
        throw Refusal.of(
            503, "overloaded", "Other large responses have not been read yet.", "Retry-After", "5");
      }
      return response.counted();
    } finally {
      reads.release();
    }
  }

  private boolean isInTurn() {
    try {
      return large.tryAcquire(TURN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
