package dev.sessionlifecycle.verification.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.runtime.PersistStrategy;
import dev.sessionlifecycle.runtime.RuntimeStatus;
import dev.sessionlifecycle.runtime.SessionRuntime;
import dev.sessionlifecycle.runtime.SessionRuntimeBuilder;
import dev.sessionlifecycle.runtime.TurnReply;
import dev.sessionlifecycle.runtime.TurnResult;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand turns on two hundred concurrent sessions, some of them ended from elsewhere
 * meanwhile.
 */
@Tag("long")
class ManyTurnsTest {

  private static final int SESSIONS = 200;
  private static final int TURNS = 50;

  private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    renewals.shutdownNow();
  }

  private record Line(String channel, int endsElsewhereAt) {}

  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void no_message_is_lost_or_duplicated_and_no_turn_runs_after_the_end(StoreKind kind)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(32);
    try (SessionLifecycle lifecycle = SessionLifecycle.builder(kind.open()).build()) {
      UUID organization = UUID.randomUUID();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        // every third is ended from elsewhere, before or during a turn
        Line line = new Line(i % 2 == 0 ? "voice" : "chat", i % 3 == 0 ? i % TURNS : -1);
        all.add(pool.submit(() -> talk(lifecycle, organization, line)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void talk(SessionLifecycle lifecycle, UUID organization, Line line) {
    OrganizationSessions sessions = lifecycle.organization(organization);
    UUID id = sessions.open(SessionRequest.on(line.channel(), UUID.randomUUID())).orThrow().id();
    boolean midTurn = line.endsElsewhereAt() >= 0 && id.hashCode() % 2 == 0;
    List<String> handled = new ArrayList<>();
    SessionRuntimeBuilder builder =
        SessionRuntime.builder(
            lifecycle,
            organization,
            turn -> {
              handled.add(turn.text());
              if (midTurn && turn.text().equals("u" + line.endsElsewhereAt())) {
                sessions.close(id, "participant_removed");
              }
              return TurnReply.say("a" + turn.text());
            });
    if (line.channel().equals("voice")) {
      builder.strategy(PersistStrategy.FLUSH_AT_END).renewOn(renewals);
    }
    SessionRuntime runtime = builder.open(id);
    List<String> expected = new ArrayList<>();
    int ran = 0;
    for (; ran < TURNS; ran++) {
      if (!midTurn && ran == line.endsElsewhereAt()) {
        sessions.close(id, "participant_removed");
      }
      TurnResult result = runtime.runTurn("u" + ran);
      boolean said = !result.messages().get(0).content().isEmpty();
      if (said) {
        expected.add("u" + ran);
        if (!"session_ended".equals(result.error())) {
          expected.add("au" + ran);
        }
      }
      if (result.status() == RuntimeStatus.ENDED) {
        break;
      }
      assertThat(result.error()).isNull();
    }
    Session ended = runtime.endSession("resolved", "agent").session();
    assertThat(sessions.messages(id)).extracting(StoredMessage::text).isEqualTo(expected);
    assertThat(ended.isEnded()).isTrue();
    assertThat(sessions.history(id))
        .filteredOn(entry -> entry.kind() == HistoryEntry.Kind.ENDED)
        .hasSize(1);
    // On chat, the reply of a turn that ran while the session ended is too late, and counted.
    boolean late = midTurn && line.channel().equals("chat");
    assertThat(runtime.end().orElseThrow().unwritten()).isEqualTo(late ? 1 : 0);
    assertThat(handled)
        .hasSize(line.endsElsewhereAt() < 0 ? TURNS : line.endsElsewhereAt() + (midTurn ? 1 : 0));
  }
}
