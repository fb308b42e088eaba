package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Races of eight threads that open or append to the same sessions in bulk. */
public abstract class BulkRacesConformance extends Conformance {

  /** For subclasses. */
  protected BulkRacesConformance() {}

  @Test
  void eight_racing_bulk_opens_open_each_session_once() {
    List<OpenIntent> intents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      intents.add(scene.opening(scene.draft()));
    }
    List<List<OpenResult>> all =
        Race.values(
            8,
            racer ->
                () -> {
                  List<OpenIntent> shuffled = new ArrayList<>(intents);
                  Collections.shuffle(shuffled, new Random(racer));
                  return store.openAll(shuffled);
                });
    long opened =
        all.stream().flatMap(List::stream).filter(OpenResult.Opened.class::isInstance).count();
    assertEquals(40, opened);
  }

  @Test
  void eight_racing_bulk_appends_lose_no_message_and_do_not_deadlock() {
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      sessions.add(scene.open());
    }
    Race.values(
        8,
        racer ->
            () -> {
              List<Session> shuffled = new ArrayList<>(sessions);
              Collections.shuffle(shuffled, new Random(racer));
              return store.appendAll(
                  shuffled.stream()
                      .map(it -> scene.appending(it, scene.fromUser("a"), scene.fromAgent("b")))
                      .toList());
            });
    for (Session session : sessions) {
      Session after = scene.reload(session);
      assertEquals(16, after.messageCount());
      assertEquals(8, after.userMessageCount());
      assertEquals(16, store.messages(Scenario.key(session), 0, 99).size());
    }
  }

  @Test
  void eight_racing_bulk_opens_open_one_session_per_external_id() {
    List<List<OpenResult>> all =
        Race.values(
            8,
            racer ->
                () -> {
                  List<OpenIntent> shuffled = new ArrayList<>();
                  for (int i = 0; i < 40; i++) {
                    shuffled.add(named("call-" + i));
                  }
                  Collections.shuffle(shuffled, new Random(racer));
                  return store.openAll(shuffled);
                });
    Map<ExternalRef, Session> opened = new HashMap<>();
    Map<ExternalRef, List<UUID>> told = new HashMap<>();
    for (OpenResult result : all.stream().flatMap(List::stream).toList()) {
      Session session = result.session();
      ExternalRef ref = Check.instance(ExternalRef.class, session.externalRef());
      told.computeIfAbsent(ref, it -> new ArrayList<>()).add(session.id());
      if (result instanceof OpenResult.Opened) {
        assertNull(opened.put(ref, session), "opened twice");
      }
    }
    assertEquals(40, opened.size());
    opened.forEach(
        (ref, session) ->
            assertEquals(Collections.nCopies(8, session.id()), told.get(ref), ref.id()));
  }

  @Test
  void eight_racing_bulk_opens_give_each_session_one_external_id() {
    List<UUID> ids = Stream.generate(UUID::randomUUID).limit(40).toList();
    Race.values(
        8,
        racer ->
            () -> {
              List<OpenIntent> intents = new ArrayList<>();
              for (UUID id : ids) {
                ExternalRef ref = ref(id + " of " + racer);
                SessionBuilder draft =
                    SessionBuilder.of(scene.organizationId(), id, UUID.randomUUID())
                        .channel("voice");
                intents.add(scene.opening(draft.externalRef(ref)));
              }
              Collections.shuffle(intents, new Random(racer));
              return store.openAll(intents);
            });
    for (UUID id : ids) {
      Session session = store.find(scene.key(id)).orElseThrow();
      for (int racer = 0; racer < 8; racer++) {
        String name = id + " of " + racer;
        boolean isItsOwn = ref(name).equals(session.externalRef());
        assertEquals(isItsOwn ? Optional.of(session) : Optional.empty(), find(name));
      }
    }
  }

  private OpenIntent named(String id) {
    return scene.opening(scene.draft().externalRef(ref(id)));
  }

  private Optional<Session> find(String id) {
    return store.findByExternalRef(scene.organizationId(), ref(id));
  }

  private static ExternalRef ref(String id) {
    return new ExternalRef("sip", id);
  }
}
