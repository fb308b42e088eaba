package dev.sessionlifecycle.examples.quickstart;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The console of the quickstart, on the database that the quickstart leaves. */
class HelloConsoleTest {
  @Test
  void console_shows_what_the_quickstart_has_left() throws Exception {
    HelloSession.main(new String[0]);
    try (SessionLifecycle lifecycle =
        SessionLifecycle.builder(JdbcSessionStore.h2("target/sessions")).build()) {
      HttpServer server = HelloConsole.start(lifecycle, FinalizeChain.none(), 0);
      try {
        URI address = URI.create("http://localhost:" + server.getAddress().getPort() + "/sessions");
        String page =
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        assertTrue(page.contains("user rejected"), page);
        assertTrue(server.getAddress().getAddress().isLoopbackAddress());
      } finally {
        server.stop(0);
      }
    }
  }
}
