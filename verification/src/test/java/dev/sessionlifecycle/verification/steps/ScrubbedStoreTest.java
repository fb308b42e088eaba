package dev.sessionlifecycle.verification.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.FinalizeChain;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.steps.memory.JsonLinesMemorySink;
import dev.sessionlifecycle.steps.memory.MemorySyncStep;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.verification.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants personal data wherever a session takes text, runs the chain, and searches the database.
 */
class ScrubbedStoreTest {

  private static final List<String> PLANTED =
      List.of(
          "ada.byron@example.org",
          "415-555-0132",
          "4111 1111 1111 1111",
          "GB29NWBK60161331926819",
          "219-09-9999",
          "203.0.113.77",
          "https://ada.example.net/private",
          "sk_live_51H8abcDEF1234567890ghij",
          "four one five five five five zero one three two",
          "ada at example dot org",
          "Ada Byron",
          "12 Analytical Lane");

  private static final String ALL =
      "My name is Ada Byron. I live at 12 Analytical Lane, London. Write to ada.byron@example.org"
          + " or ada at example dot org, call 415-555-0132, that is four one five five five five"
          + " zero one three two. My card is 4111 1111 1111 1111, iban GB29NWBK60161331926819, ssn"
          + " 219-09-9999. I come from 203.0.113.77, see https://ada.example.net/private, key"
          + " sk_live_51H8abcDEF1234567890ghij.";

  @TempDir Path directory;

  @Test
  void nothing_planted_is_left_in_any_column_of_h2() throws Exception {
    nothingIsLeft("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
  }

  @Test
  void nothing_planted_is_left_in_any_column_of_postgresql() throws Exception {
    nothingIsLeft(PostgresServer.shared().createDatabase().url());
  }

  private void nothingIsLeft(String url) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(4);
    Path memories = directory.resolve("memories.jsonl");
    FinalizeChain chain =
        FinalizeChain.first(failingOnce(ScrubStep.standard()))
            .then(
                SummarizeStep.extractive(),
                MemorySyncStep.to(JsonLinesMemorySink.at(memories)).withTranscript());
    try (HikariDataSource source = new HikariDataSource(config);
        SessionLifecycle lifecycle =
            SessionLifecycle.builder(
                    JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build())
                .finalizeWith(chain)
                .build()) {
      OrganizationSessions sessions = lifecycle.organization(new UUID(7, 7));
      Session closed = closed(sessions);
      Session early = endedBeforeItBegan(sessions);
      assertThat(Columns.holding("ada.byron@example.org", source)).isNotEmpty();

      finish(lifecycle, sessions, closed, early);

      for (String planted : PLANTED) {
        assertThat(Columns.holding(planted, source)).as(planted).isEmpty();
        assertThat(Files.readString(memories)).as("the memory").doesNotContain(planted);
      }
      assertThat(sessions.get(closed.id()).summary()).contains("[EMAIL_ADDRESS]");
      assertThat(Columns.holding("[EMAIL_ADDRESS]", source)).hasSizeGreaterThanOrEqualTo(6);
    }
  }

  private static Session closed(OrganizationSessions sessions) {
    Session session =
        sessions
            .open(
                SessionRequest.on("voice", new UUID(9, 9))
                    .subject("A call of ada.byron@example.org")
                    .metadata(
                        Map.of("caller", Map.of("phone", "415-555-0132", "note", List.of(ALL))))
                    .contextVariables(Map.of("ada.byron@example.org", ALL)))
            .orThrow();
    sessions.append(session.id(), Message.fromUser(ALL), Message.fromAgent("You said: " + ALL));
    sessions.close(session.id(), "hung up, see " + ALL);
    return session;
  }

  private static Session endedBeforeItBegan(OrganizationSessions sessions) {
    ExternalRef ref = new ExternalRef("carrier", "call-1");
    sessions.close(ref, EndRequest.reported("early end of ada.byron@example.org"));
    return sessions
        .open(SessionRequest.on("voice", new UUID(9, 9)).externalRef(ref).subject(ALL))
        .session();
  }

  private static void finish(
      SessionLifecycle lifecycle, OrganizationSessions sessions, Session... all) {
    for (Session session : all) {
      await()
          .until(
              () -> {
                lifecycle.finalizer().runDue(10);
                return sessions.get(session.id()).finalizedAt() != null;
              });
    }
  }

  /** So that there is a failed attempt, whose record must not quote what the step saw. */
  private static FinalizeStep failingOnce(FinalizeStep step) {
    AtomicInteger calls = new AtomicInteger();
    return FinalizeStep.of(
        step.name(),
        context -> {
          int call = calls.getAndIncrement();
          if (call == 0) {
            throw new IllegalStateException("cannot scrub " + context.transcript());
          }
          return call == 1 ? StepOutcome.retryLater(Duration.ZERO, "again") : step.execute(context);
        });
  }
}
