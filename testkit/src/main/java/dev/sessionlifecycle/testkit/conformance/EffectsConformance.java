package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.DispositionReply;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.testkit.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests of the changes that steps make to a session, and of what they see of it. */
abstract class EffectsConformance extends ChainTests {
  @Test
  void effects_are_written_with_the_settlement() {
    Session live =
        scene.append(
            scene.open(draft -> draft.subject("call of Ada")),
            scene.fromUser("I am Ada"),
            scene.fromAgent("hello"));
    Session before = scene.close(live);
    var messages = messages(before);
    ChainLease lease = claim();
    clock.advance(Duration.ofSeconds(1));
    Effects scrub =
        Effects.builder()
            .replaceMessage(messages.get(0).id(), "I am [name]")
            .replaceMessage(UUID.randomUUID(), "nobody's")
            .subject("call of [name]")
            .metadata(Map.of("scrubbed", true))
            .contextVariables(Map.of("name", "[name]", "n", 1L))
            .reportedReason("[reason]")
            .build();
    Effects rest = Effects.builder().summary("A call.").memorySynced().build();
    assertEquals(SettleReply.SETTLED, settle(done(lease.ref(), scrub, rest)));
    Session expected =
        SessionBuilder.of(before)
            .subject("call of [name]")
            .metadata(Map.of("scrubbed", true))
            .contextVariables(Map.of("name", "[name]", "n", 1L))
            .reportedReason("[reason]")
            .summary("A call.")
            .memorySynced(true)
            .finalizedAt(scene.now())
            .version(2)
            .build();
    Check.sameSession(expected, scene.reload(before));
    var after = messages(before);
    assertEquals("I am [name]", after.get(0).text());
    assertEquals(messages.get(0).id(), after.get(0).id());
    assertEquals(messages.get(1), after.get(1));
    assertEquals(2, after.size());
  }

  @Test
  void names_are_replaced_in_session_and_history_and_lookups_still_work() {
    ExternalRef ref = new ExternalRef("carrier", "call of Ada");
    Session live = store.open(scene.opening(scene.draft().externalRef(ref))).orThrow();
    Session other = scene.close(scene.open());
    Session before = scene.close(live);
    ClosedSession seen = Check.present(store.chains().session(key(live)), "the session");
    assertEquals("carrier", seen.externalSource());
    assertEquals("call of Ada", seen.externalId());
    assertTrue(seen.triggeredBy().contains(before.triggeredBy()));
    Effects.Builder scrub = Effects.builder().externalRef("carrier", "call of [name]");
    seen.triggeredBy().forEach(name -> scrub.replaceTriggeredBy(name, "[" + name + "]"));
    scrub.replaceTriggeredBy("nobody", "[nobody]");
    ChainLease others = claim();
    ChainLease lease = others.ref().session().equals(key(live)) ? others : claim();
    settle(done(lease.ref(), scrub.build()));
    ExternalRef shown = new ExternalRef("carrier", "call of [name]");
    Session after = scene.reload(before);
    assertEquals(shown, after.externalRef());
    assertEquals("[" + before.triggeredBy() + "]", after.triggeredBy());
    assertEquals(before.version(), after.version());
    assertTrue(history(before).stream().allMatch(it -> it.triggeredBy().startsWith("[")));
    assertEquals(other.triggeredBy(), scene.reload(other).triggeredBy());
    assertEquals(
        List.of(false, false),
        history(other).stream().map(it -> it.triggeredBy().startsWith("[")).toList());
    Check.sameSession(
        after, Check.present(store.findByExternalRef(scene.organizationId(), ref), "by the id"));
    assertTrue(store.findByExternalRef(scene.organizationId(), shown).isEmpty());
    Check.sameSession(after, store.open(scene.opening(scene.draft().externalRef(ref))).session());
  }

  @Test
  void a_step_sees_and_replaces_the_note_of_a_disposition_and_its_author() {
    Session ended = scene.close(scene.open());
    Disposition noted = new Disposition("callback", "call Ada", "Ada", scene.now());
    Session before = noted(ended, noted);
    ClosedSession seen = Check.present(store.chains().session(key(ended)), "the session");
    assertEquals("call Ada", seen.dispositionNote());
    assertTrue(seen.triggeredBy().contains("Ada"));
    Effects scrub =
        Effects.builder()
            .dispositionNote("call [name]")
            .replaceTriggeredBy("Ada", "[name]")
            .build();
    assertEquals(SettleReply.SETTLED, settle(done(claim().ref(), scrub)));
    Session after = scene.reload(ended);
    assertEquals(
        new Disposition("callback", "call [name]", "[name]", noted.at()), after.disposition());
    assertEquals(before.version(), after.version());
    assertEquals(before.updatedAt(), after.updatedAt());
    assertEquals(before.triggeredBy(), after.triggeredBy());
  }

  @Test
  void an_effect_gives_no_note_to_a_session_without_one() {
    Session bare = scene.close(scene.open());
    settle(done(claim().ref(), Effects.builder().dispositionNote("[note]").build()));
    assertEquals(null, scene.reload(bare).disposition());
    Session coded = scene.close(scene.open());
    noted(coded, new Disposition("callback", null, "api", scene.now()));
    settle(done(claim().ref(), Effects.builder().dispositionNote("[note]").build()));
    assertEquals(null, Objects.requireNonNull(scene.reload(coded).disposition()).note());
  }

  private Session noted(Session ended, Disposition disposition) {
    DispositionReply reply =
        store
            .updates()
            .disposition(new DispositionIntent(key(ended), disposition, Duration.ofHours(1)));
    return Check.instance(DispositionReply.Recorded.class, reply).session();
  }

  @Test
  void an_effect_gives_no_external_id_to_a_session_without_one() {
    Session ended = scene.close(scene.open());
    settle(done(claim().ref(), Effects.builder().externalRef("carrier", "x").build()));
    assertEquals(null, scene.reload(ended).externalRef());
  }

  @Test
  void a_step_reads_the_current_session_and_transcript() {
    Session live = scene.append(scene.open(), scene.fromUser("hello"), scene.fromAgent("hi"));
    assertTrue(store.chains().session(key(live)).isEmpty());
    Session ended = scene.close(live);
    ClosedSession seen = Check.present(store.chains().session(key(live)), "the ended session");
    assertEquals(ended.id(), seen.id());
    assertEquals(ended.reason(), seen.reason());
    assertEquals(ended.endedAt(), seen.endedAt());
    assertEquals(ended.durationMs(), seen.durationMs());
    assertEquals(2, seen.messageCount());
    List<StoredMessage> transcript = store.chains().transcript(key(live), 0, 10);
    assertEquals(List.of("hello", "hi"), transcript.stream().map(StoredMessage::text).toList());
    assertEquals(transcript.subList(1, 2), store.chains().transcript(key(live), 1, 10));
    assertEquals(transcript.subList(0, 1), store.chains().transcript(key(live), 0, 1));
    settle(
        done(
            claim().ref(),
            Effects.builder().replaceMessage(transcript.get(1).id(), "[x]").build()));
    assertEquals("[x]", store.chains().transcript(key(live), 1, 1).get(0).text());
  }

  @Test
  void texts_are_replaced_ahead_of_a_settlement_under_the_current_lease_alone() {
    Session live = scene.append(scene.open(), scene.fromUser("hello"), scene.fromAgent("hi"));
    Session ended = scene.close(live);
    UUID first = store.messages(key(live), 0, 1).get(0).id();
    ChainLease lease = claim();
    Duration minute = Duration.ofMinutes(1);
    assertTrue(
        store
            .chains()
            .replaceTexts(lease.ref(), minute, Map.of(first, "[x]", UUID.randomUUID(), "none")));
    assertEquals(
        List.of("[x]", "hi"),
        store.messages(key(live), 0, 10).stream().map(StoredMessage::text).toList());
    ChainRecord chain = Check.present(store.chains().find(key(live)), "the chain");
    assertEquals(lease.state(), chain.state());
    assertEquals(ended.version(), scene.reload(ended).version());
    LeaseRef other = new LeaseRef(lease.ref().session(), lease.ref().token() - 1);
    assertFalse(store.chains().replaceTexts(other, minute, Map.of(first, "late")));
    store.chains().release(List.of(lease.ref()));
    assertFalse(store.chains().replaceTexts(lease.ref(), minute, Map.of(first, "late")));
    LeaseRef nowhere = new LeaseRef(scene.key(UUID.randomUUID()), 1);
    assertFalse(store.chains().replaceTexts(nowhere, minute, Map.of(first, "late")));
    assertEquals("[x]", store.messages(key(live), 0, 1).get(0).text());
  }
}
