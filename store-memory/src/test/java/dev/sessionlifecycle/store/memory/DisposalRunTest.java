package dev.sessionlifecycle.store.memory;

import static dev.sessionlifecycle.store.memory.Intents.NOON;
import static dev.sessionlifecycle.store.memory.Intents.ORGANIZATION;
import static dev.sessionlifecycle.store.memory.Intents.end;
import static dev.sessionlifecycle.store.memory.Intents.key;
import static dev.sessionlifecycle.store.memory.Intents.open;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.StoreClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DisposalRunTest {
  private static final CloseDefaults TO_GO =
      new CloseDefaults(
          ChainsByType.of(ChainDefinition.empty()), RetentionPolicy.keepFor(Duration.ZERO));

  private final MemoryState data = new MemoryState(StoreClock.of(() -> NOON));
  private final SessionCloser ending = new SessionCloser(data);
  private final SessionOpener opening = new SessionOpener(data, ending);
  private final MemoryDisposals disposals = new MemoryDisposals(data);

  @Test
  void no_due_index_entry_remains_for_a_disposed_session() {
    for (Receipt.Kind kind : List.of(Receipt.Kind.PURGE, Receipt.Kind.ANONYMIZE)) {
      SessionKey key = key(kind.ordinal() + 1);
      opening.open(openingDueInAnHour(key));
      ending.close(ending(key));

      assertEquals(List.of(key.sessionId()), disposals.dispose(intent(kind, key)).done());

      Organization organization = data.organization(ORGANIZATION).orElseThrow();
      assertEquals(List.of(), entries(organization.checks));
      assertEquals(List.of(), entries(organization.disposals));
    }
  }

  private static List<SessionCell> entries(DueIndex agenda) {
    List<SessionCell> all = new ArrayList<>();
    agenda.due(Instant.MAX, Integer.MAX_VALUE, (cell, at) -> all.add(cell));
    return all;
  }

  private static DisposalIntent intent(Receipt.Kind kind, SessionKey key) {
    return new DisposalIntent(
        ORGANIZATION,
        List.of(key.sessionId()),
        kind,
        false,
        null,
        UUID.randomUUID(),
        null,
        "housekeeping");
  }

  private static OpenIntent openingDueInAnHour(SessionKey key) {
    OpenIntent plain = open(key, OpenPolicy.ALWAYS_NEW);
    return new OpenIntent(
        plain.draft(),
        plain.policy(),
        plain.triggeredBy(),
        Duration.ofHours(1),
        null,
        plain.closeDefaults());
  }

  private static CloseIntent ending(SessionKey key) {
    return end(key).toBuilder().terms(TO_GO).build();
  }
}
