package dev.sessionlifecycle.examples.service;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops accepting connections, and waits until every request that was let in has its response.
 *
 * <p>The JDK's server closes every connection as soon as no request whose head it has read is left,
 * also one whose request is just arriving. So the service sends one to itself, which is answered
 * last.
 */
final class GracefulStop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(GracefulStop.class);
  private static final Duration LONGEST = Duration.ofSeconds(25);
  private static final Duration QUIET = Duration.ofMillis(200);

  private final HttpServer server;
  private final ApiHandler handler;
  private final RequestThreads threads;

  GracefulStop(HttpServer server, ApiHandler handler, RequestThreads threads) {
    this.server = server;
    this.handler = handler;
    this.threads = threads;
  }

  @Override
  public void run() {
    handler.closeConnections();
    try {
      awaitRequests();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stopNow(server);
    }
  }

  private void awaitRequests() throws InterruptedException {
    CountDownLatch mayEnd = new CountDownLatch(1);
    try (Socket last = new Socket()) {
      sendLastRequest(last, mayEnd);
      Thread closing = stopAccepting(LONGEST);
      boolean answered = threads.awaitQuiet(1, QUIET, LONGEST);
      threads.shutdown();
      if (!answered || !threads.awaitQuiet(1, Duration.ZERO, LONGEST)) {
        log.warn("a request is still in progress; it is left behind");
      }
      mayEnd.countDown();
      closing.join(Duration.ofSeconds(1).toMillis());
    } catch (IOException e) {
      log.warn("cannot wait for the requests in progress", e);
      stopAccepting(Duration.ofSeconds(1)).join();
    } finally {
      // also where the wait was given up: the last request does not wait on
      mayEnd.countDown();
    }
  }

  private Thread stopAccepting(Duration longest) {
    Thread closing = new Thread(() -> server.stop((int) longest.toSeconds()), "stop-accepting");
    closing.setDaemon(true);
    closing.start();
    return closing;
  }

  /** Closes the port. Newer Java versions forget an interrupt while they do; it is set again. */
  static void stopNow(HttpServer server) {
    boolean interrupted = Thread.interrupted();
    server.stop(0);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendLastRequest(Socket socket, CountDownLatch mayEnd)
      throws IOException, InterruptedException {
    CountDownLatch arrived = new CountDownLatch(1);
    String path = "/" + UUID.randomUUID();
    server.createContext(
        path,
        exchange -> {
          arrived.countDown();
          try (exchange) {
            mayEnd.await();
            exchange.sendResponseHeaders(204, -1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getAddress().getPort()));
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    if (!arrived.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      log.warn("the server is too busy to wait for its requests");
    }
  }
}
