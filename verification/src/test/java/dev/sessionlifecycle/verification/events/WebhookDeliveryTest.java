package dev.sessionlifecycle.verification.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.events.DeliveryState;
import dev.sessionlifecycle.events.EventFormat;
import dev.sessionlifecycle.events.SessionEventType;
import dev.sessionlifecycle.events.Webhook;
import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import dev.sessionlifecycle.finalizer.SessionChain.StepAttempt;
import dev.sessionlifecycle.finalizer.UnfinishedFilter;
import dev.sessionlifecycle.http.WebhookSecrets;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.verification.conformance.FixtureKind;
import dev.sessionlifecycle.verification.events.WebhookReceiver.Behavior;
import dev.sessionlifecycle.verification.events.WebhookReceiver.Received;
import dev.sessionlifecycle.verification.support.HousekeepingFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Webhooks reach their receiver, whatever it does, and hold up nothing else. */
@ParameterizedClass
@EnumSource(FixtureKind.class)
@Tag("long")
class WebhookDeliveryTest extends HousekeepingFixture {
  private static final Duration WEEK = Duration.ofDays(7);

  private final String secret = WebhookSecrets.newShared();
  private final FinalizeStep summarize =
      FinalizeStep.of(
          "summarize",
          context -> StepOutcome.done(Effects.builder().summary("A card was replaced.").build()));
  private WebhookReceiver receiver;

  @BeforeEach
  void receive() throws IOException {
    receiver = new WebhookReceiver(secret);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void every_event_arrives_in_order_whatever_the_receiver_does() {
    Webhook webhook = crm().timeout(Duration.ofMillis(500)).build(); // one request is not answered
    announce(webhook);
    Map<String, Integer> attempts = new HashMap<>();
    List<Behavior> ills =
        List.of(
            Behavior.FAIL,
            Behavior.HANG,
            Behavior.REDIRECT,
            Behavior.BUSY,
            Behavior.DIE,
            Behavior.DIE_IN_BODY,
            Behavior.ACCEPT);
    receiver.behave(
        received -> {
          synchronized (attempts) {
            int attempt = attempts.merge(received.id(), 1, Integer::sum);
            int ill = Math.floorMod(received.id().hashCode() + attempt, ills.size());
            return attempt > 3 ? Behavior.ACCEPT : ills.get(ill);
          }
        });
    List<Session> ended = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ended.add(endCall());
    }
    deliverAll();
    for (Session session : ended) {
      assertThat(eventsOf(session)).containsExactly("session.ended 1", "session.finalized 2");
    }
    assertThat(receiver.accepted()).hasSize(2 * ended.size());
    assertThat(receiver.requests().size()).isGreaterThan(2 * ended.size());
    assertThat(receiver.elsewhere()).as("redirects are not followed").isEmpty();
  }

  @Test
  void a_receiver_that_comes_back_after_an_hour_gets_everything_once_in_effect() {
    announce(crm().build());
    Instant back = clock.instant().plus(Duration.ofHours(1));
    receiver.behave(received -> clock.instant().isBefore(back) ? Behavior.FAIL : Behavior.ACCEPT);
    Session session = endCall();
    List<Duration> attempts = new ArrayList<>();
    Instant start = clock.instant();
    for (int minute = 0; minute < 240 && receiver.accepted().size() < 2; minute++) {
      int before = receiver.requests().size();
      lifecycle.finalizer().runDue(10);
      if (receiver.requests().size() > before) {
        attempts.add(Duration.between(start, clock.instant()));
      }
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(eventsOf(session)).containsExactly("session.ended 1", "session.finalized 2");
    // At once, after 5 s, 5 min, 30 min and 2 h, each up to a tenth more or less, seen by the
    // minute.
    assertThat(attempts).hasSize(5);
    List<Integer> latest = List.of(0, 1, 7, 41, 174);
    List<Integer> earliest = List.of(0, 1, 5, 32, 140);
    for (int i = 0; i < 5; i++) {
      assertThat(attempts.get(i).toMinutes())
          .isBetween((long) earliest.get(i), (long) latest.get(i));
    }
  }

  @Test
  void a_busy_receiver_is_left_alone_for_as_long_as_it_asks() {
    announce(crm().events(SessionEventType.ENDED).build());
    receiver.behave(received -> Behavior.BUSY);
    endCall();
    lifecycle.finalizer().runDue(10);
    receiver.behave(received -> Behavior.ACCEPT);
    clock.advance(Duration.ofSeconds(1_199));
    lifecycle.finalizer().runDue(10);
    assertThat(receiver.requests()).hasSize(1);
    clock.advance(Duration.ofSeconds(2));
    lifecycle.finalizer().runDue(10);
    assertThat(receiver.accepted()).hasSize(1);
  }

  @Test
  void a_receiver_that_is_gone_parks_the_delivery_until_it_is_resent() {
    Webhook webhook = crm().build();
    announce(webhook);
    receiver.behave(received -> Behavior.GONE);
    Session session = endCall();
    lifecycle.finalizer().runDue(10);
    assertThat(lifecycle.finalizer().parked(organization))
        .singleElement()
        .satisfies(
            chain ->
                assertThat(chain.steps())
                    .singleElement()
                    .satisfies(
                        step -> {
                          assertThat(step.name()).isEqualTo("crm.ended");
                          assertThat(step.label()).isEqualTo("endpoint_gone");
                        }));
    receiver.behave(received -> Behavior.ACCEPT);
    assertThat(webhook.deliveries().resendParked(lifecycle.finalizer(), organization)).isEqualTo(1);
    lifecycle.finalizer().runDue(10);
    assertThat(eventsOf(session)).containsExactly("session.ended 1", "session.finalized 2");
  }

  @Test
  void a_receiver_that_never_answers_well_is_parked_after_ten_attempts() {
    Webhook webhook = crm().events(SessionEventType.ENDED).build();
    announce(webhook);
    receiver.behave(received -> Behavior.FAIL);
    Session session = endCall();
    Instant began = clock.instant();
    deliverAll();
    assertThat(receiver.requests()).hasSize(10);
    ChainStep step = step(session, "crm.ended");
    assertThat(step.progress()).isEqualTo(SessionChain.Progress.PARKED);
    assertThat(step.history()).extracting(StepAttempt::label).containsOnly("http-500");
    DeliveryState state = webhook.deliveries().state(lifecycle.finalizer(), organization);
    assertThat(state).isEqualTo(new DeliveryState(0, 0, 1, began, true));
  }

  @Test
  void the_state_of_a_receiver_says_what_waits_and_since_when_it_fails() {
    Webhook webhook = crm().build();
    announce(webhook);
    receiver.behave(received -> Behavior.FAIL);
    Instant began = clock.instant();
    endCall();
    lifecycle.finalizer().runDue(10);
    clock.advance(Duration.ofSeconds(1));
    endCall();
    assertThat(webhook.deliveries().state(lifecycle.finalizer(), organization))
        .isEqualTo(new DeliveryState(4, 1, 0, began, true));
    receiver.behave(received -> Behavior.ACCEPT);
    deliverAll();
    DeliveryState state = webhook.deliveries().state(lifecycle.finalizer(), organization);
    assertThat(state).isEqualTo(new DeliveryState(0, 0, 0, null, true));
    assertThat(state.isHealthy()).isTrue();
  }

  @Test
  void what_was_delivered_is_sent_once_more_on_request_under_the_same_ids() {
    Webhook webhook = crm().build();
    announce(webhook);
    Session early = endCall();
    clock.advance(Duration.ofMinutes(10));
    Instant from = clock.instant();
    Session late = endCall();
    clock.advance(Duration.ofMinutes(10));
    deliverAll();
    assertThat(receiver.requests()).hasSize(4);
    assertThat(webhook.deliveries().resend(lifecycle.finalizer(), organization, early.id()))
        .isTrue();
    deliverAll();
    assertThat(receiver.requests()).hasSize(6);
    assertThat(webhook.deliveries().resend(lifecycle.finalizer(), sessions, from, clock.instant()))
        .isEqualTo(1);
    deliverAll();
    assertThat(receiver.requests()).hasSize(8);
    assertThat(receiver.requests().subList(6, 8))
        .allMatch(it -> it.session().equals(late.id().toString()));
    assertThat(receiver.accepted()).as("the ids stay").hasSize(4);
    assertThat(reload(early).finalizedAt()).isEqualTo(reload(late).finalizedAt());
  }

  @Test
  void purge_and_archive_go_on_while_the_receiver_is_gone(@TempDir Path folder) {
    Webhook webhook = crm().build();
    build(
        it ->
            it.finalizeWith(webhook.addTo(FinalizeChain.first(summarize)))
                .archive(FileSessionArchive.in(folder))
                .retention(RetentionPolicy.keepFor(WEEK).withArchiveAfter(Duration.ofDays(1))));
    receiver.behave(received -> Behavior.FAIL);
    Session session = endCall();
    lifecycle.finalizer().runDue(10);
    assertThat(reload(session).finalizedAt()).isNotNull();
    sweepAfter(Duration.ofDays(2));
    sweepAfter(WEEK);
    assertThat(isThere(session)).isFalse();
    assertThat(lifecycle.retention(organization).archived(session.id())).isPresent();
    assertThat(lifecycle.retention(organization).receipts(null, 10))
        .singleElement()
        .extracting(Receipt::undelivered)
        .isEqualTo(2L);
  }

  @Test
  void only_live_sessions_are_announced_unless_more_are_asked_for() {
    announce(crm().build());
    Session test = endCall(SessionType.TEST);
    deliverAll();
    assertThat(receiver.requests()).isEmpty();
    announce(crm().onlyFor(SessionType.LIVE, SessionType.TEST).build());
    Session other = endCall(SessionType.TEST);
    deliverAll();
    assertThat(eventsOf(test)).isEmpty();
    assertThat(eventsOf(other)).containsExactly("session.ended 1", "session.finalized 2");
  }

  @Test
  void bodies_follow_their_schemas_and_have_no_text_that_was_not_asked_for() {
    EventSchemas schemas = new EventSchemas();
    announce(crm().build());
    endCall();
    deliverAll();
    for (Received received : receiver.accepted()) {
      assertThat(schemas.violations(received.type(), received.body().toString())).isEmpty();
      assertThat(received.contentType()).isEqualTo("application/json");
      assertThat(received.body().toString()).doesNotContain("card", "4111", "room-", "maria");
    }
    announce(crm().withSummary().withExternalId().build());
    endCall();
    deliverAll();
    List<Received> all = receiver.accepted();
    assertThat(all).hasSize(4);
    assertThat(all.get(2).body().toString()).doesNotContain("card", "room-");
    assertThat(all.get(3).data().get("summary").asString()).isEqualTo("A card was replaced.");
    assertThat(all.get(3).data().get("external_session_id").asString()).startsWith("room-");
    assertThat(schemas.violations(all.get(3).type(), all.get(3).body().toString())).isEmpty();
    assertThat(schemas.violations("session.ended", all.get(3).body().toString())).isNotEmpty();
  }

  @Test
  void a_cloud_event_is_signed_and_its_data_follows_the_same_schema() {
    EventSchemas schemas = new EventSchemas();
    announce(crm().format(EventFormat.CLOUD_EVENT).build());
    Session session = endCall();
    deliverAll();
    Received received = receiver.accepted().get(0);
    assertThat(received.contentType()).isEqualTo("application/cloudevents+json");
    assertThat(received.body().get("specversion").asString()).isEqualTo("1.0");
    assertThat(received.body().get("id").asString()).isEqualTo(received.id());
    assertThat(received.type()).isEqualTo("dev.sessionlifecycle.session.ended.v1");
    assertThat(received.body().get("source").asString())
        .isEqualTo("/organizations/" + organization);
    assertThat(received.body().get("subject").asString()).isEqualTo(session.id().toString());
    assertThat(Instant.parse(received.body().get("time").asString()))
        .isEqualTo(reload(session).endedAt());
    assertThat(schemas.dataViolations("session.ended", received.data().toString())).isEmpty();
  }

  @Test
  void a_change_after_the_end_is_announced_once_more_behind_the_others() {
    announce(all().build());
    Session session = endCall();
    deliverAll();
    assertThat(eventsOf(session)).containsExactly("session.ended 1", "session.finalized 2");
    sessions.correct(session.id(), EndRequest.because(TerminationReason.VOICEMAIL_DETECTED));
    deliverAll();
    sessions.disposition(session.id(), "callback_agreed", "after the holidays");
    sessions.disposition(session.id(), "callback_agreed", "after the holidays"); // the same again
    deliverAll();
    assertThat(eventsOf(session))
        .containsExactly(
            "session.ended 1", "session.finalized 2", "session.enriched 3", "session.enriched 4");
    Received corrected = receiver.accepted().get(2);
    assertThat(corrected.id()).endsWith(":enriched:1");
    assertThat(corrected.data().get("reason").asString()).isEqualTo("voicemail_detected");
    assertThat(corrected.data().has("disposition")).isFalse();
    Received disposed = receiver.accepted().get(3);
    assertThat(disposed.data().get("disposition").asString()).isEqualTo("callback_agreed");
    EventSchemas schemas = new EventSchemas();
    for (Received received : List.of(corrected, disposed)) {
      assertThat(schemas.violations("session.enriched", received.body().toString())).isEmpty();
      assertThat(received.body().toString()).doesNotContain("holidays", "card", "room-");
    }
  }

  @Test
  void changes_that_come_before_the_delivery_are_one_event_with_the_greatest_number() {
    Webhook webhook = all().build();
    announce(webhook);
    receiver.behave(received -> Behavior.FAIL);
    Session session = endCall();
    lifecycle.finalizer().runDue(10);
    sessions.correct(session.id(), EndRequest.because(TerminationReason.VOICEMAIL_DETECTED));
    lifecycle.finalizer().runDue(10);
    sessions.disposition(session.id(), "callback_agreed", null);
    lifecycle.finalizer().runDue(10);
    receiver.behave(received -> Behavior.ACCEPT);
    deliverAll();
    assertThat(eventsOf(session))
        .containsExactly("session.ended 1", "session.finalized 2", "session.enriched 4");
    webhook.deliveries().resend(lifecycle.finalizer(), organization, session.id());
    deliverAll();
    assertThat(receiver.accepted()).as("the ids stay").hasSize(3);
    Session other = endCall();
    deliverAll();
    webhook.deliveries().resend(lifecycle.finalizer(), organization, other.id());
    deliverAll();
    assertThat(eventsOf(other)).containsExactly("session.ended 1", "session.finalized 2");
  }

  @Test
  void a_change_while_a_step_runs_repeats_no_step_and_is_announced() {
    AtomicInteger runs = new AtomicInteger();
    FinalizeStep slow =
        FinalizeStep.of(
            "slow",
            context -> {
              runs.incrementAndGet();
              sessions.correct(
                  context.session().id(), EndRequest.because(TerminationReason.VOICEMAIL_DETECTED));
              return StepOutcome.done();
            });
    build(it -> it.finalizeWith(all().build().addTo(FinalizeChain.first(slow))));
    Session session = endCall();
    deliverAll();
    assertThat(eventsOf(session))
        .containsExactly("session.ended 1", "session.finalized 2", "session.enriched 3");
    assertThat(runs).hasValue(1);
    assertThat(step(session, "slow").history()).hasSize(1);
  }

  @Test
  void a_change_while_its_announcement_is_sent_is_announced_by_another() {
    announce(all().build());
    Session session = endCall();
    deliverAll();
    sessions.correct(session.id(), EndRequest.because(TerminationReason.VOICEMAIL_DETECTED));
    AtomicBoolean isFirst = new AtomicBoolean(true);
    receiver.behave(
        received -> {
          if (isFirst.getAndSet(false)) {
            sessions.disposition(session.id(), "callback_agreed", null);
          }
          return Behavior.ACCEPT;
        });
    deliverAll();
    assertThat(eventsOf(session))
        .containsExactly(
            "session.ended 1", "session.finalized 2", "session.enriched 3", "session.enriched 4");
    assertThat(receiver.accepted().get(3).data().get("disposition").asString())
        .isEqualTo("callback_agreed");
  }

  @Test
  void a_purge_does_not_wait_and_is_announced_with_nothing_but_the_id() {
    Webhook webhook =
        crm()
            .events(SessionEventType.ENDED, SessionEventType.PURGED)
            .onlyFor(SessionType.LIVE)
            .build();
    build(
        it ->
            it.finalizeWith(webhook.addTo(FinalizeChain.first(summarize)))
                .retention(RetentionPolicy.keepFor(WEEK)));
    Session session = endCall();
    deliverAll();
    assertThat(eventsOf(session)).containsExactly("session.ended 1");
    receiver.behave(received -> Behavior.FAIL);
    sweepAfter(WEEK.plusDays(1));
    assertThat(isThere(session)).as("the purge does not wait").isFalse();
    lifecycle.finalizer().runDue(10);
    assertThat(webhook.deliveries().state(lifecycle.finalizer(), organization).failing())
        .isEqualTo(1);
    receiver.behave(received -> Behavior.ACCEPT);
    deliverAll();
    assertThat(eventsOf(session)).containsExactly("session.ended 1", "session.purged 2147483647");
    Received purged = receiver.accepted().get(1);
    assertThat(purged.id()).isEqualTo(organization + ":" + session.id() + ":purged");
    assertThat(new EventSchemas().violations("session.purged", purged.body().toString())).isEmpty();
    assertThat(lifecycle.finalizer().backlog(organization).waiting()).isZero();
    assertThat(lifecycle.finalizer().parked(organization)).isEmpty();
  }

  @Test
  void a_purge_that_is_never_accepted_is_forgotten_after_ten_attempts() {
    Webhook webhook = crm().events(SessionEventType.PURGED).build();
    build(
        it ->
            it.finalizeWith(webhook.addTo(FinalizeChain.first(summarize)))
                .retention(RetentionPolicy.keepFor(WEEK)));
    endCall();
    deliverAll();
    receiver.behave(received -> Behavior.FAIL);
    sweepAfter(WEEK.plusDays(1));
    deliverAll();
    assertThat(receiver.requests()).hasSize(10);
    assertThat(webhook.deliveries().state(lifecycle.finalizer(), organization))
        .isEqualTo(new DeliveryState(0, 0, 0, null, true));
    assertThat(lifecycle.finalizer().unfinished(UnfinishedFilter.all(), null, 10))
        .noneMatch(it -> it.organizationId().equals(organization));
  }

  @Test
  void what_is_parked_can_be_skipped_by_the_name_of_the_receiver() {
    Webhook webhook = crm().events(SessionEventType.FINALIZED).build();
    announce(webhook);
    receiver.behave(received -> Behavior.GONE);
    endCall();
    lifecycle.finalizer().runDue(10);
    String step = webhook.deliveries().stepNames().get(0);
    assertThat(step).isEqualTo("crm.finalized");
    assertThat(
            lifecycle.finalizer().skipAll(organization, ParkedFilter.step(step), "receiver_gone"))
        .isEqualTo(1);
    assertThat(lifecycle.finalizer().parked(organization)).isEmpty();
  }

  private Webhook.Builder crm() {
    return Webhook.to(receiver.uri()).secret(secret).named("crm");
  }

  private Webhook.Builder all() {
    return crm()
        .events(SessionEventType.ENDED, SessionEventType.FINALIZED, SessionEventType.ENRICHED);
  }

  private void announce(Webhook webhook) {
    build(it -> it.finalizeWith(webhook.addTo(FinalizeChain.first(summarize))));
  }

  private Session endCall() {
    return endCall(SessionType.LIVE);
  }

  private Session endCall(SessionType type) {
    Session session =
        sessions
            .open(
                SessionRequest.on("voice", user)
                    .withSessionType(type)
                    .withSubject("the card of maria")
                    .withExternalRef(new ExternalRef("livekit:room", "room-" + UUID.randomUUID())))
            .orThrow();
    sessions.append(session.id(), Message.fromUser("my card is 4111 1111 1111 1111"));
    sessions.close(session.id(), "resolved");
    return session;
  }

  /** Moves the clock until no attempt is to come. */
  private void deliverAll() {
    for (int i = 0; i < 100; i++) {
      lifecycle.finalizer().runDue(100);
      if (lifecycle.finalizer().backlog(organization).waiting() == 0) {
        return;
      }
      clock.advance(Duration.ofHours(1));
    }
  }

  private List<String> eventsOf(Session session) {
    return receiver.accepted().stream()
        .filter(it -> it.session().equals(session.id().toString()))
        .map(it -> it.type() + " " + it.data().get("sequence").asInt())
        .toList();
  }

  private ChainStep step(Session session, String name) {
    return lifecycle.finalizer().chain(organization, session.id()).orElseThrow().steps().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
