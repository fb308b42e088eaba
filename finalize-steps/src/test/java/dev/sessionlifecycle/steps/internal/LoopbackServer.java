package dev.sessionlifecycle.steps.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server on the loopback, which answers as it is told and remembers what it was asked. */
public final class LoopbackServer implements AutoCloseable {

  /** A request as it came in. */
  public record Request(String path, Map<String, List<String>> headers, String body) {
    public String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> entry.getValue().get(0))
          .findFirst()
          .orElse("");
    }
  }

  /** What to answer. */
  public record Response(int status, String body, Map<String, String> headers) {
    public static Response of(int status, String body) {
      return new Response(status, body, Map.of());
    }
  }

  /** Decides on an answer. */
  public interface Handler {
    Response answer(Request asked) throws Exception;
  }

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger givenUp = new AtomicInteger();

  private LoopbackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  public static LoopbackServer respondingWith(Handler handler) throws IOException {
    LoopbackServer made = new LoopbackServer();
    made.server.createContext("/", exchange -> made.handle(exchange, handler));
    made.server.start();
    return made;
  }

  /**
   * A server that sends the headers of this status, and then a byte now and then until it is
   * closed.
   */
  public static LoopbackServer dripping(int status) throws IOException {
    LoopbackServer dripping = new LoopbackServer();
    dripping.server.setExecutor(Executors.newCachedThreadPool(LoopbackServer::daemon));
    dripping.server.createContext(
        "/",
        exchange -> {
          dripping.begun.incrementAndGet();
          try (exchange) {
            exchange.sendResponseHeaders(status, 0);
            OutputStream body = exchange.getResponseBody();
            do {
              body.write(' ');
              body.flush();
            } while (!dripping.closed.await(20, TimeUnit.MILLISECONDS));
          } catch (IOException | InterruptedException e) {
            dripping.givenUp.incrementAndGet();
          }
        });
    dripping.server.start();
    return dripping;
  }

  /** The number of exchanges that have begun: none does if the client gives up before it sends. */
  public int begun() {
    return begun.get();
  }

  /** The number of exchanges that the client ended. */
  public int givenUp() {
    return givenUp.get();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  private void handle(HttpExchange exchange, Handler handler) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Request request =
        new Request(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body);
    requests.add(request);
    try (exchange) {
      Response answer = handler.answer(request);
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  public List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
