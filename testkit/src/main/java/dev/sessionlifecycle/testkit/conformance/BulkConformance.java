package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of opening and appending to many sessions in one call. */
public abstract class BulkConformance extends Conformance {

  /** For subclasses. */
  protected BulkConformance() {}

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
      Session opened = Check.instance(OpenResult.Opened.class, results.get(i)).session();
      assertEquals(intents.get(i).draft().id(), opened.id());
      assertEquals(Map.of("i", (long) i), opened.metadata());
      if (i % 50 == 0) {
        Check.sameSession(opened, scene.reload(opened));
        assertEquals(1, store.history(Scenario.key(opened), 0, 9).size());
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
    Check.sameSession(
        ended, Check.instance(OpenResult.AlreadyEnded.class, results.get(9)).session());
  }

  private SessionBuilder draftOf(UUID user) {
    return SessionBuilder.of(scene.organizationId(), UUID.randomUUID(), user)
        .channel("voice")
        .createdAt(scene.now())
        .startedAt(scene.now())
        .updatedAt(scene.now())
        .statusSince(scene.now())
        .lastActivityAt(scene.now());
  }

  private static Session reused(OpenResult result) {
    return Check.instance(OpenResult.Reused.class, result).session();
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
    assertEquals(0, store.messages(Scenario.key(foreign), 0, 9).size());
    assertEquals(0, store.messages(Scenario.key(ended), 0, 9).size());
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
}
