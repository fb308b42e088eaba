package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.Storing;
import dev.sessionlifecycle.spi.DispositionIntent;
import dev.sessionlifecycle.spi.DispositionReply;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.UsageIntent;
import dev.sessionlifecycle.spi.UsageReply;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Race;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests of dispositions and usage: what is recorded after, and summed up during, a session. */
abstract class AfterCallConformance extends DisposalTests {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int NAMES = 3;
  private static final int REPORTS = 5;

  private DispositionReply record(SessionKey key, String code, @Nullable String note) {
    Disposition disposition = new Disposition(code, note, "agent", scene.now());
    return store.updates().disposition(new DispositionIntent(key, disposition, HOUR));
  }

  private UsageReply add(SessionKey key, @Nullable String report, String name, String amount) {
    return store
        .updates()
        .addUsage(
            new UsageIntent(
                key, report, Map.of(name, new BigDecimal(amount)), HOUR, NAMES, REPORTS));
  }

  private static Session added(UsageReply reply) {
    return Check.instance(UsageReply.Added.class, reply).session();
  }

  private static String report(int number) {
    return "report-of-22-character".substring(0, 20) + (10 + number);
  }

  @Test
  void a_disposition_is_recorded_once_and_changes_nothing_else() {
    for (SessionStatus status : SessionStatus.all()) {
      if (status.isTerminal()) {
        Session ended = scene.openIn(status);
        clock.advance(Duration.ofMinutes(5));
        Disposition expected = new Disposition("sold", "Ä note", "agent", scene.now());
        DispositionReply reply = record(key(ended), "sold", "Ä note");
        Session after = Check.instance(DispositionReply.Recorded.class, reply).session();
        Check.sameSession(SessionBuilder.of(ended).disposition(expected).build(), after);
        Check.sameSession(after, scene.reload(ended));
        clock.advance(HOUR);
        assertEquals(
            new DispositionReply.Recorded(after),
            record(key(ended), "sold", "Ä note"),
            "a repeated call");
        for (String note : new String[] {null, "another"}) {
          assertEquals(
              new DispositionReply.AlreadyRecorded(after), record(key(ended), "sold", note));
        }
        assertEquals(
            new DispositionReply.AlreadyRecorded(after), record(key(ended), "lost", "Ä note"));
        Check.sameSession(after, scene.reload(ended));
      }
    }
  }

  @Test
  void a_disposition_is_refused_before_the_end_and_after_its_time() {
    Session live = scene.open();
    assertEquals(new DispositionReply.NotEnded(live), record(key(live), "sold", null));
    Session ended = scene.close(live);
    clock.advance(HOUR.plusNanos(1_000));
    assertEquals(new DispositionReply.TooLate(ended), record(key(ended), "sold", null));
    clock.advance(Duration.ofNanos(-1_000));
    Check.instance(DispositionReply.Recorded.class, record(key(ended), "sold", null));
    assertEquals(
        new DispositionReply.Missing(), record(scene.key(UUID.randomUUID()), "sold", null));
    assertEquals(
        new DispositionReply.Missing(),
        record(new SessionKey(UUID.randomUUID(), ended.id()), "sold", null));
  }

  @Test
  void a_session_that_stores_facts_only_keeps_no_note() {
    Session ended = scene.close(scene.open(draft -> draft.storing(Storing.FACTS_ONLY)));
    Disposition expected = new Disposition("sold", null, "agent", scene.now());
    for (int times = 0; times < 2; times++) {
      DispositionReply reply = record(key(ended), "sold", "a note");
      Session after = Check.instance(DispositionReply.Recorded.class, reply).session();
      assertEquals(expected, after.disposition());
      Check.sameSession(after, scene.reload(ended));
    }
  }

  @Test
  void one_of_sixteen_racing_dispositions_is_recorded() {
    Session ended = scene.close(scene.open());
    List<DispositionReply> replies =
        Race.values(16, racer -> record(key(ended), "code-" + racer, "note " + racer));
    assertEquals(1, replies.stream().filter(DispositionReply.Recorded.class::isInstance).count());
    Session after = scene.reload(ended);
    replies.forEach(
        reply -> {
          if (reply instanceof DispositionReply.AlreadyRecorded other) {
            Check.sameSession(after, other.session());
          }
        });
  }

  @Test
  void sessions_are_listed_and_counted_by_disposition() {
    Session sold = scene.close(scene.open());
    Session lost = scene.close(scene.open());
    scene.close(scene.open());
    record(key(sold), "sold", null);
    record(key(lost), "lost", null);
    SessionFilter filter = SessionFilter.all().withDisposition("sold");
    List<Session> listed = store.list(new ListIntent(scene.organizationId(), filter, null, 10));
    assertEquals(List.of(sold.id()), listed.stream().map(Session::id).toList());
    assertEquals("sold", Objects.requireNonNull(listed.get(0).disposition()).code());
    assertEquals(1, store.count(scene.organizationId(), filter).total());
    assertEquals(List.of(), store.list(new ListIntent(UUID.randomUUID(), filter, null, 10)));
  }

  @Test
  void usage_is_summed_exactly_and_changes_nothing_else() {
    Session live = scene.open();
    clock.advance(Duration.ofMinutes(1));
    added(add(key(live), null, "cost", "0.1"));
    added(add(key(live), null, "cost", "0.2"));
    Session after = added(add(key(live), null, "tokens", "812"));
    Session expected =
        SessionBuilder.of(live)
            .usage(Map.of("cost", new BigDecimal("0.3"), "tokens", new BigDecimal("812")))
            .build();
    Check.sameSession(expected, after);
    Check.sameSession(expected, scene.reload(live));
    added(add(key(live), null, "cost", "999999999999999.000000000001"));
    assertEquals(
        new BigDecimal("999999999999999.300000000001"), scene.reload(live).usage().get("cost"));
    added(add(key(live), null, "cost", "0.699999999999"));
    assertEquals(new BigDecimal("1000000000000000"), scene.reload(live).usage().get("cost"));
  }

  @Test
  void sixteen_racing_reports_are_all_summed_and_repeated_ones_once() {
    Session live = scene.open();
    List<UsageReply> replies =
        Race.values(
            16, racer -> add(key(live), racer < 8 ? null : report(racer % 2), "cost", "0.01"));
    assertEquals(10, replies.stream().filter(UsageReply.Added.class::isInstance).count());
    assertEquals(6, replies.stream().filter(UsageReply.AlreadyAdded.class::isInstance).count());
    assertEquals(new BigDecimal("0.1"), scene.reload(live).usage().get("cost"));
  }

  @Test
  void an_ended_session_takes_usage_for_a_time_and_repeated_reports_for_ever() {
    Session ended = scene.close(scene.open());
    clock.advance(HOUR);
    Session after = added(add(key(ended), report(1), "cost", "2.5"));
    clock.advance(Duration.ofNanos(1_000));
    assertEquals(new UsageReply.AlreadyAdded(after), add(key(ended), report(1), "cost", "100"));
    assertEquals(new UsageReply.TooLate(after), add(key(ended), report(2), "cost", "1"));
    assertEquals(new UsageReply.TooLate(after), add(key(ended), null, "cost", "1"));
    Check.sameSession(after, scene.reload(ended));
    assertEquals(new UsageReply.Missing(), add(scene.key(UUID.randomUUID()), null, "cost", "1"));
    assertEquals(
        new UsageReply.Missing(),
        add(new SessionKey(UUID.randomUUID(), ended.id()), null, "cost", "1"));
  }

  @Test
  void a_session_refuses_names_and_reports_beyond_its_limits() {
    Session live = scene.open();
    for (int i = 0; i < NAMES; i++) {
      added(add(key(live), null, "name-" + i, "1"));
    }
    Session full = scene.reload(live);
    assertEquals(new UsageReply.Full(full), add(key(live), null, "one-more", "1"));
    for (int i = 0; i < REPORTS; i++) {
      added(add(key(live), report(i), "name-0", "1"));
    }
    Session remembered = scene.reload(live);
    assertEquals(new UsageReply.Full(remembered), add(key(live), report(REPORTS), "name-0", "1"));
    assertEquals(new UsageReply.AlreadyAdded(remembered), add(key(live), report(0), "name-0", "1"));
    added(add(key(live), null, "name-0", "1"));
    assertEquals(new BigDecimal("7"), scene.reload(live).usage().get("name-0"));
  }

  @Test
  void usage_and_disposition_stay_through_everything_else() {
    Session live = scene.open();
    added(add(key(live), report(1), "cost", "2"));
    Session moved = scene.move(live, SessionStatus.TRANSFERRED);
    Session spoken = scene.append(moved, scene.fromUser("hello"));
    assertEquals(Map.of("cost", new BigDecimal("2")), spoken.usage());
    Session ended = scene.close(spoken);
    assertEquals(Map.of("cost", new BigDecimal("2")), ended.usage());
    record(key(ended), "sold", "note");
    Session after = scene.reload(ended);
    assertEquals(ended.usage(), after.usage());
    assertEquals(after, alreadyEnded(store.close(scene.closing(ended).build())));
    assertEquals(new UsageReply.AlreadyAdded(after), add(key(ended), report(1), "cost", "2"));
  }

  @Test
  void anonymizing_keeps_the_usage_and_removes_disposition_and_reports() {
    Session ended = ended(Duration.ZERO);
    added(add(key(ended), report(1), "cost", "2"));
    record(key(ended), "sold", "a note");
    assertEquals(
        List.of(ended.id()),
        store.disposals().dispose(intent(Receipt.Kind.ANONYMIZE, ended)).done());
    Session after = scene.reload(ended);
    assertEquals(null, after.disposition());
    assertEquals(Map.of("cost", new BigDecimal("2")), after.usage());
    assertEquals(new UsageReply.TooLate(after), add(key(ended), report(1), "cost", "2"));
    assertEquals(new DispositionReply.TooLate(after), record(key(ended), "sold", "a note"));
  }
}
