package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.JoinedSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.events.SessionEventType;
import dev.sessionlifecycle.events.Webhook;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.http.WebhookSecrets;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ends within transactions of the host are announced after the commit, or never. */
class JoinedWebhookTest {

  @ParameterizedTest
  @EnumSource
  void an_end_that_was_rolled_back_is_never_announced(TestDatabase database) throws Exception {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(exchange.getRequestHeaders().getFirst("webhook-id"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    Webhook webhook =
        Webhook.to(uri)
            .secret(WebhookSecrets.newShared())
            .events(SessionEventType.ENDED, SessionEventType.FINALIZED, SessionEventType.ENRICHED)
            .build();
    UUID organization = UUID.randomUUID();
    try (HikariDataSource pool = database.pool(4);
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(store)
                .finalizeWith(webhook.addTo(FinalizeChain.none()))
                .build();
        Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      UUID id =
          lifecycle
              .organization(organization)
              .open(SessionRequest.on("voice", UUID.randomUUID()))
              .orThrow()
              .id();
      JoinedSessions undone = lifecycle.joining(store.joining(connection));
      undone.organization(organization).close(id, "resolved");
      lifecycle.finalizer().runDue(10);
      assertThat(received).as("before the commit").isEmpty();
      connection.rollback();
      undone.afterRollback();
      lifecycle.finalizer().runDue(10);
      assertThat(received).as("after the rollback").isEmpty();
      JoinedSessions done = lifecycle.joining(store.joining(connection));
      done.organization(organization).close(id, "resolved");
      connection.commit();
      done.afterCommit();
      lifecycle.finalizer().runDue(10);
      assertThat(received)
          .containsExactly(
              organization + ":" + id + ":ended", organization + ":" + id + ":finalized");
      received.clear();
      JoinedSessions wrong = lifecycle.joining(store.joining(connection));
      wrong
          .organization(organization)
          .correct(id, EndRequest.because(TerminationReason.VOICEMAIL_DETECTED));
      lifecycle.finalizer().runDue(10);
      connection.rollback();
      wrong.afterRollback();
      lifecycle.finalizer().runDue(10);
      assertThat(received).as("a correction that was rolled back").isEmpty();
      JoinedSessions right = lifecycle.joining(store.joining(connection));
      right
          .organization(organization)
          .correct(id, EndRequest.because(TerminationReason.VOICEMAIL_DETECTED));
      lifecycle.finalizer().runDue(10);
      assertThat(received).as("before the commit").isEmpty();
      connection.commit();
      right.afterCommit();
      lifecycle.finalizer().runDue(10);
      assertThat(received).containsExactly(organization + ":" + id + ":enriched:1");
    } finally {
      server.stop(0);
    }
  }
}
