package dev.sessionlifecycle.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Mounts a console in the JDK's own HTTP server: {@code server.createContext("/console",
 * JdkConsole.handler(console))}. The exchange is the {@link ConsoleRequest#host} of each request.
 */
public final class JdkConsole {
  private static final int LARGEST_FORM = 64 * 1024;
  private static final int MOST_DISCARDED = 16 * 1024 * 1024;

  private JdkConsole() {}

  /** A handler for a context of any path. */
  public static HttpHandler handler(Console console) {
    Validator.require("console", console);
    return exchange -> {
      try (exchange) {
        write(exchange, reply(console, exchange));
      }
    };
  }

  private static ConsoleReply reply(Console console, HttpExchange exchange) throws IOException {
    String mount = exchange.getHttpContext().getPath();
    String raw = exchange.getRequestURI().getRawPath();
    String below = raw.length() < mount.length() ? "" : raw.substring(mount.length());
    if (below.isEmpty() && !mount.endsWith("/")) {
      return toMount(mount);
    } else if (!mount.endsWith("/") && !below.startsWith("/")) {
      return Replies.plain(404, "There is nothing here.");
    }
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_FORM + 1);
    if (body.length > LARGEST_FORM) {
      return Replies.with(Replies.plain(413, "The form is too large."), "Connection", "close");
    }
    return console.answer(
        new ConsoleRequest(
            exchange.getRequestMethod(),
            decoded(below.startsWith("/") ? below.substring(1) : below),
            Parameters.parse(exchange.getRequestURI().getRawQuery()),
            exchange.getRequestHeaders(),
            isForm(exchange)
                ? Parameters.parse(new String(body, StandardCharsets.UTF_8))
                : Map.of(),
            exchange.getRemoteAddress().getAddress(),
            exchange));
  }

  /** Relative, so that it holds behind a proxy that knows the mount by another path. */
  static ConsoleReply toMount(String mount) {
    return Replies.seeOther(mount.substring(mount.lastIndexOf('/') + 1) + "/");
  }

  private static String decoded(String path) {
    try {
      return Parameters.decode(path.replace("+", "%2B"));
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  private static boolean isForm(HttpExchange exchange) {
    List<String> types = exchange.getRequestHeaders().getOrDefault("Content-Type", List.of());
    return types.stream().anyMatch(it -> it.startsWith("application/x-www-form-urlencoded"));
  }

  private static void write(HttpExchange exchange, ConsoleReply reply) throws IOException {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
      exchange.sendResponseHeaders(reply.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    discardBody(exchange);
  }

  /**
   * Reads the rest of the body, up to a bound. If the connection were closed at once, a client that
   * still sends would lose the reply (RFC 9112, section 9.6).
   */
  private static void discardBody(HttpExchange exchange) throws IOException {
    byte[] part = new byte[16 * 1024];
    int read = exchange.getRequestBody().read(part);
    for (long left = MOST_DISCARDED; read >= 0 && left > 0; left -= read) {
      read = exchange.getRequestBody().read(part);
    }
  }
}
