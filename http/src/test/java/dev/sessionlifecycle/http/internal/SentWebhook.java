package dev.sessionlifecycle.http.internal;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A webhook as a receiver got it over HTTP. */
public record SentWebhook(Map<String, String> headers, String body) {

  /** Posts a message to a server, signed with these secrets, and returns what the server got. */
  public static SentWebhook of(String id, String body, InstantSource clock, String... secrets) {
    SignedSender.Builder sender = SignedSender.builder().clock(clock);
    for (String secret : secrets) {
      sender.secret(secret);
    }
    ConcurrentLinkedQueue<SentWebhook> received = new ConcurrentLinkedQueue<>();
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange
                .getRequestHeaders()
                .forEach((name, values) -> headers.put(name, values.get(0)));
            String text =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new SentWebhook(headers, text));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
      try {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        sender
            .build()
            .post(uri, new SignedSender.OutgoingMessage(id, "application/json", body, Map.of()));
      } finally {
        server.stop(0);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return received.remove();
  }
}
