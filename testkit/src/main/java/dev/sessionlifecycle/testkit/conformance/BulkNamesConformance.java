package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of opening many sessions with external ids in one call. */
public abstract class BulkNamesConformance extends Conformance {

  /** For subclasses. */
  protected BulkNamesConformance() {}

  @Test
  void a_bulk_open_stores_each_session_under_its_external_id() {
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
  void each_external_id_of_a_bulk_open_is_decided_on_its_own() {
    Session live = store.open(named("live")).orThrow();
    Session ended = scene.close(store.open(named("ended")).orThrow());
    end("long ago", TerminationReason.RESOLVED);
    clock.advance(Duration.ofHours(25));
    end("too early", TerminationReason.CALLEE_BUSY);
    OpenIntent sameSession = scene.opening(SessionBuilder.of(live).externalRef(ref("another")));
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

  private OpenIntent named(String id) {
    return scene.opening(scene.draft().externalRef(ref(id)));
  }

  private void end(String id, TerminationReason reason) {
    store.closeExternal(
        ref(id),
        CloseIntent.builder(scene.key(UUID.randomUUID()), scene.now(), scene.terms())
            .reason(reason)
            .build());
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
    return Check.instance(OpenResult.AlreadyEnded.class, result).session();
  }
}
