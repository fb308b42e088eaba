package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
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

/** Tests of opening and appending to many sessions in one call. */
abstract class BulkConformance extends Conformance {
  @Test
  void a_bulk_open_stores_every_field_and_returns_results_in_order() {
    List<OpenIntent> intents = new ArrayList<>();
    for (int i = 0; i < 450; i++) {
      String subject = "number " + i;
      SessionBuilder draft =
          scene
              .draft()
              .subject(i % 3 == 0 ? null : subject)
              .assignedAgentId(i % 2 == 0 ? null : UUID.randomUUID())
              .metadata(Map.of("i", (long) i))
              .status(i % 5 == 0 ? SessionStatus.RINGING : SessionStatus.ACTIVE);
      intents.add(scene.opening(draft));
    }
    List<OpenResult> results = store.openAll(intents);
    assertEquals(450, results.size());
    for (int i = 0; i < 450; i++) {
      Session opened = opened(results.get(i));
      assertEquals(intents.get(i).draft().id(), opened.id());
      assertEquals(Map.of("i", (long) i), opened.metadata());
      if (i % 50 == 0) {
        Check.sameSession(opened, scene.reload(opened));
        assertEquals(1, history(opened).size());
      }
    }
  }

  @Test
  void duplicates_within_a_bulk_call_are_decided_in_list_order() {
    SessionBuilder twice = scene.draft();
    ExternalRef ref = new ExternalRef("sip", UUID.randomUUID().toString());
    UUID user = UUID.randomUUID();
    Session there = scene.open();
    Session ended = scene.close(scene.open());
    List<OpenResult> results =
        store.openAll(
            List.of(
                scene.opening(twice),
                scene.opening(scene.draft().externalRef(ref)),
                scene.opening(twice),
                scene.opening(scene.draft().externalRef(ref)),
                scene.opening(draftOf(user), OpenPolicy.REUSE),
                scene.opening(draftOf(user), OpenPolicy.REJECT),
                scene.opening(draftOf(user), OpenPolicy.SUPERSEDE),
                scene.opening(draftOf(user)),
                scene.opening(SessionBuilder.of(there)),
                scene.opening(SessionBuilder.of(ended))));
    Check.instance(OpenResult.Opened.class, results.get(0));
    Check.instance(OpenResult.Opened.class, results.get(1));
    assertEquals(results.get(0).session().id(), reused(results.get(2)).id());
    assertEquals(results.get(1).session().id(), reused(results.get(3)).id());
    Check.instance(OpenResult.Opened.class, results.get(4));
    Check.instance(OpenResult.Rejected.class, results.get(5));
    OpenResult.Superseded superseded = Check.instance(OpenResult.Superseded.class, results.get(6));
    assertEquals(results.get(4).session().id(), superseded.old().id());
    Check.instance(OpenResult.Opened.class, results.get(7));
    Check.sameSession(there, reused(results.get(8)));
    Check.sameSession(ended, alreadyEnded(results.get(9)));
  }

  @Test
  void each_append_of_a_bulk_call_has_the_result_of_a_single_append() {
    Session live = scene.open();
    UUID storedId = UUID.randomUUID();
    Message stored = scene.fromUser("stored").withId(storedId);
    Session written = scene.append(scene.open(), stored);
    Session ended = scene.close(scene.open());
    Session foreign = scene.elsewhere().open();
    clock.advance(Duration.ofSeconds(2));
    Message first = scene.fromUser("first");
    Message second = scene.fromAgent("second");
    List<AppendReply> replies =
        store.appendAll(
            List.of(
                scene.appending(live, first),
                scene.appending(ended, scene.fromUser("late")),
                new AppendIntent(scene.key(foreign.id()), List.of(first), scene.now()),
                scene.appending(written, stored, second),
                scene.appending(live, second, first),
                scene.appending(
                    written, Message.fromUser("other").withId(storedId).at(scene.now()))));
    assertEquals(1, done(replies.get(0)).messages().get(0).sequence());
    Check.sameSession(ended, Check.instance(AppendReply.NotLive.class, replies.get(1)).session());
    assertEquals(new AppendReply.Missing(), replies.get(2));
    assertEquals(List.of(1, 2), sequences(replies.get(3)));
    assertEquals(List.of(2, 1), sequences(replies.get(4)));
    assertEquals(new AppendReply.Conflict(storedId), replies.get(5));
    Session after = scene.reload(live);
    Check.sameSession(
        SessionBuilder.of(live)
            .messageCount(2)
            .userMessageCount(1)
            .firstMessageAt(scene.now())
            .lastMessageAt(scene.now())
            .updatedAt(scene.now())
            .lastActivityAt(scene.now())
            .build(),
        after);
    assertEquals(2, scene.reload(written).messageCount());
    assertEquals(0, messages(foreign).size());
    assertEquals(0, messages(ended).size());
  }

  private static AppendReply.Appended done(AppendReply reply) {
    return Check.instance(AppendReply.Appended.class, reply);
  }

  private static List<Integer> sequences(AppendReply reply) {
    return done(reply).messages().stream().map(it -> it.sequence()).toList();
  }

  @Test
  void an_empty_bulk_call_does_nothing() {
    assertEquals(List.of(), store.openAll(List.of()));
    assertEquals(List.of(), store.appendAll(List.of()));
    assertEquals(List.of(), store.closeAll(List.of()));
    Session opened = scene.open();
    Check.sameSession(opened, scene.reload(opened));
  }

  @Test
  void a_bulk_open_stores_each_session_under_its_external_id() {
    List<OpenIntent> intents = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      intents.add(named("call-" + i));
    }
    List<OpenResult> results = store.openAll(intents);
    assertEquals(250, results.size());
    for (int i = 0; i < 250; i++) {
      Session opened = opened(results.get(i));
      assertEquals(intents.get(i).draft().id(), opened.id());
      assertEquals(ref("call-" + i), opened.externalRef());
      if (i % 49 == 0) {
        assertEquals(Optional.of(opened), find("call-" + i));
        assertEquals(1, history(opened).size());
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
    Check.sameSession(ended, alreadyEnded(results.get(1)));
    Session late = alreadyEnded(results.get(2));
    assertEquals(intents.get(2).draft().id(), late.id());
    assertEquals(TerminationReason.CALLEE_BUSY, late.reason());
    Check.sameSession(live, reused(results.get(3)));
    assertEquals(intents.get(0).draft().id(), reused(results.get(4)).id());
    assertEquals(late.id(), alreadyEnded(results.get(5)).id());
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

  @Test
  void eight_racing_bulk_opens_open_each_session_once() {
    List<OpenIntent> intents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      intents.add(scene.opening(scene.draft()));
    }
    List<List<OpenResult>> all =
        Race.values(
            8,
            racer -> {
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
        racer -> {
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
      assertEquals(16, messages(session).size());
    }
  }

  @Test
  void eight_racing_bulk_opens_open_one_session_per_external_id() {
    List<List<OpenResult>> all =
        Race.values(
            8,
            racer -> {
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
        racer -> {
          List<OpenIntent> intents = new ArrayList<>();
          for (UUID id : ids) {
            ExternalRef ref = ref(id + " of " + racer);
            SessionBuilder draft =
                SessionBuilder.of(scene.organizationId(), id, UUID.randomUUID()).channel("voice");
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
}
