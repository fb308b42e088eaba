package dev.sessionlifecycle.examples.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks requests in this order: path, key, role, size, JSON; then calls the route and maps errors
 * to responses.
 */
final class ApiHandler implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

  static final int MAX_BODY = 256 * 1024;

  private static final String BEARER = "Bearer ";
  private static final UUID NO_ORGANIZATION = new UUID(0, 0);

  private final Organizations organizations;
  private final ApiKeys keys;
  private final List<Route> routes;

  ApiHandler(Organizations organizations, ApiKeys keys, List<Route> routes) {
    this.organizations = organizations;
    this.keys = keys;
    this.routes = routes;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      byte[] body = Json.bytes(reply.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), head ? -1 : body.length);
      if (!head) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  private Reply reply(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    ErrorShape errors = path.startsWith("/core/") ? ErrorShape.TEXT_END : ErrorShape.FEATHER;
    try {
      return route(exchange, path);
    } catch (Refusal refusal) {
      return errors.reply(refusal);
    } catch (SessionLifecycleException error) {
      if (errors.reply(error).status() >= 500) {
        log.error("the store failed", error);
      }
      return errors.reply(error);
    } catch (IOException gone) {
      return errors.reply(Refusal.of(400, "unreadable", "The request cannot be read."));
    } catch (RuntimeException | StackOverflowError bug) {
      log.error("a request failed", bug);
      return errors.reply(Refusal.of(500, "internal_error", "Something went wrong."));
    }
  }

  private Reply route(HttpExchange exchange, String path) throws IOException {
    boolean known = false;
    for (Route route : routes) {
      List<String> open = route.match(path);
      if (open != null && route.method().equals(exchange.getRequestMethod())) {
        return call(exchange, route, open);
      }
      known |= open != null;
    }
    throw known
        ? Refusal.of(405, "method_not_allowed", "The path has no such method.")
        : Refusal.of(404, "not_found", "There is no such path.");
  }

  private Reply call(HttpExchange exchange, Route route, List<String> open) throws IOException {
    Organizations view = organizations;
    UUID organization = NO_ORGANIZATION;
    if (route.access() != Route.Access.OPEN) {
      Caller caller =
          caller(exchange)
              .orElseThrow(() -> Refusal.of(401, "unauthorized", "Authentication required"));
      if (route.access() == Route.Access.WRITE && !caller.writes()) {
        throw Refusal.of(
            403, "access_denied", "The key's role doesn't grant access to this action.");
      }
      view = caller.writes() ? organizations : organizations.readOnly();
      organization = caller.organizationId();
    }
    JsonNode body = Json.read(body(exchange));
    return route
        .endpoint()
        .apply(new Call(view.organization(organization), open, query(exchange), body));
  }

  private Optional<Caller> caller(HttpExchange exchange) {
    String key = exchange.getRequestHeaders().getFirst("x-api-key");
    if (key == null) {
      String bearer = exchange.getRequestHeaders().getFirst("Authorization");
      key = bearer != null && bearer.startsWith(BEARER) ? bearer.substring(BEARER.length()) : null;
    }
    return keys.find(key);
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw Refusal.of(413, "too_large", "The body may have at most " + MAX_BODY + " bytes.");
    }
    return body;
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    @Nullable String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(400, "unreadable", "The query cannot be read.");
    }
  }
}
