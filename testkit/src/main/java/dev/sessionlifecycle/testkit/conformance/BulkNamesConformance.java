package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.ExternalRef;
import dev.sessionlifecycle.OpenResult;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionBuilder;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Closing;
import dev.sessionlifecycle.testkit.Race;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
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

/** Opening many sessions that have ids in other systems. */
public abstract class BulkNamesConformance extends Conformance {

  /** For the store that is to prove itself. */
  protected BulkNamesConformance() {}

  @Test
  void many_are_opened_each_under_its_external_id() {
    List<OpenIntent> intents = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      intents.add(named("call-" + i));
    }
    List<OpenResult> results = store.openAll(intents);
    assertEquals(250, results.size());
    for (int i = 0; i < 250; i++) {
      Session opened = Check.instance(OpenResult.Opened.class, results.get(i)).session();
      assertEquals(intents.get(i).draft().id(), opened.id());
      assertEquals(ref("call-" + i), opened.externalRef());
      if (i % 49 == 0) {
        assertEquals(Optional.of(opened), find("call-" + i));
        assertEquals(1, store.history(Scenario.key(opened), 0, 9).size());
      }
    }
    List<OpenResult> again = store.openAll(intents);
    for (int i = 0; i < 250; i++) {
      assertEquals(results.get(i).session().id(), reused(again.get(i)).id());
    }
  }

  @Test
  void whatever_stands_under_an_external_id_decides_for_that_one_alone() {
    Session live = store.open(named("live")).orThrow();
    Session ended = scene.close(store.open(named("ended")).orThrow());
    end("long ago", TerminationReason.RESOLVED);
    clock.advance(Duration.ofHours(25));
    end("too early", TerminationReason.CALLEE_BUSY);
    OpenIntent sameSession = scene.opening(live.toBuilder().externalRef(ref("another")));
    List<OpenIntent> intents =
        List.of(
            named("new"),
            named("ended"),
            named("too early"),
            named("live"),
            named("new"),
            named("too early"),
            sameSession,
            named("long ago"),
            named("another"));
    List<OpenResult> results = store.openAll(intents);
    assertEquals(intents.get(0).draft().id(), opened(results.get(0)).id());
    Check.sameSession(ended, early(results.get(1)));
    Session late = early(results.get(2));
    assertEquals(intents.get(2).draft().id(), late.id());
    assertEquals(TerminationReason.CALLEE_BUSY, late.reason());
    Check.sameSession(live, reused(results.get(3)));
    assertEquals(intents.get(0).draft().id(), reused(results.get(4)).id());
    assertEquals(late.id(), early(results.get(5)).id());
    Check.sameSession(live, reused(results.get(6)));
    assertEquals(intents.get(7).draft().id(), opened(results.get(7)).id());
    assertEquals(intents.get(8).draft().id(), opened(results.get(8)).id());
    assertEquals(Optional.of(opened(results.get(0))), find("new"));
    assertEquals(Optional.of(opened(results.get(7))), find("long ago"));
    assertTrue(scene.reload(late).isEnded());
  }

  @Test
  void of_eight_that_open_under_the_same_external_ids_one_opens_each() {
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
  void of_eight_that_open_the_same_sessions_under_other_external_ids_one_names_each() {
    List<UUID> ids = Stream.generate(UUID::randomUUID).limit(40).toList();
    Race.values(
        8,
        racer ->
            () -> {
              List<OpenIntent> intents = new ArrayList<>();
              for (UUID id : ids) {
                ExternalRef ref = ref(id + " of " + racer);
                SessionBuilder draft =
                    Session.builder(scene.organizationId(), id, UUID.randomUUID()).channel("voice");
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

  private void end(String id, TerminationReason reason) {
    store.closeExternal(
        ref(id),
        Closing.of(scene.key(UUID.randomUUID()), scene.now(), scene.terms())
            .because(reason)
            .intent());
  }

  private Optional<Session> find(String id) {
    return store.findByExternalRef(scene.organizationId(), ref(id));
  }

  private static ExternalRef ref(String id) {
    return new ExternalRef("sip", id);
  }

  private static Session opened(OpenResult result) {
    return Check.instance(OpenResult.Opened.class, result).session();
  }

  private static Session reused(OpenResult result) {
    return Check.instance(OpenResult.Reused.class, result).session();
  }

  private static Session early(OpenResult result) {
    return Check.instance(OpenResult.EndedEarly.class, result).session();
  }
}
