package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.OwnedSession;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.providers.SignalResult.Nothing;
import dev.sessionlifecycle.providers.SignalResult.Why;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.store.memory.InMemorySessionStore;
import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import dev.sessionlifecycle.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules by which signals become changes of sessions. */
class ProviderIntakeTest {
  private static final UUID ORGANIZATION = new UUID(0, 1);
  private static final UUID END_USER = new UUID(0, 2);

  private final SettableClock clock = SettableClock.create();
  private final SessionLifecycle lifecycle =
      SessionLifecycle.builder(InMemorySessionStore.create(clock)).clock(clock).build();
  private final OrganizationSessions sessions = lifecycle.organization(ORGANIZATION);
  private final ProviderIntake opening =
      intake((organization, call) -> Optional.of(call.toRequest(END_USER)));
  private final ProviderIntake closingOnly = intake((organization, call) -> Optional.empty());

  @AfterEach
  void close() {
    lifecycle.close();
  }

  private ProviderIntake intake(SessionOpening openings) {
    ProviderIntakeBuilder builder = ProviderIntake.into(lifecycle).clock(clock).opening(openings);
    SignedRequests.adapters().forEach(builder::from);
    return builder.build();
  }

  private IntakeResult.Applied accept(ProviderIntake intake, ProviderPayload payload) {
    ProviderRequest request = SignedRequests.signed(payload, clock.instant());
    IntakeResult result = intake.accept(ORGANIZATION, payload.provider(), request);
    assertEquals(200, result.httpStatus());
    return assertInstanceOf(IntakeResult.Applied.class, result);
  }

  private IntakeResult.Applied accept(String provider, String event) {
    return accept(opening, ProviderPayloads.of(provider, event));
  }

  private Session only() {
    List<Session> all = sessions.list(SessionFilter.all()).items();
    assertEquals(1, all.size());
    return sessions.get(all.get(0).id());
  }

  private static Why why(IntakeResult.Applied applied) {
    return applied.first(Nothing.class).orElseThrow().why();
  }

  private Session hostOpens(ProviderPayload payload, String source) {
    return sessions
        .open(
            SessionRequest.on("voice", END_USER)
                .withStartedAt(SettableClock.START.minusSeconds(600))
                .withExternalRef(new ExternalRef(source, payload.callId())))
        .session();
  }

  @Test
  void a_repeated_request_changes_nothing() {
    for (String event : List.of("call_started", "call_ended", "call_analyzed")) {
      accept("retell", event);
      Session before = only();
      List<?> history = sessions.history(before.id());
      IntakeResult.Applied again = accept("retell", event);
      assertTrue(again.results().stream().allMatch(Nothing.class::isInstance), again.toString());
      assertEquals(before, only());
      assertEquals(history, sessions.history(before.id()));
    }
  }

  @Test
  void an_end_before_the_start_is_kept_until_the_host_opens() {
    ProviderPayload ended = ProviderPayloads.of("telnyx", "call.hangup_rejected");
    IntakeResult.Applied applied = accept(closingOnly, ended);
    assertTrue(applied.first(SignalResult.KeptEarly.class).isPresent());
    Session session = hostOpens(ended, "telnyx:call");
    assertTrue(session.isEnded());
    assertEquals(TerminationReason.CALLEE_DECLINED, session.reason());
    assertEquals("603", session.reportedReason());
  }

  @Test
  void a_session_that_the_host_opened_is_ended() {
    ProviderPayload ended = ProviderPayloads.of("telnyx", "call.hangup");
    Session opened = hostOpens(ended, "telnyx:call");
    IntakeResult.Applied applied = accept(closingOnly, ended);
    assertTrue(applied.first(SignalResult.Ended.class).isPresent());
    assertEquals(TerminationReason.PARTICIPANT_LEFT, sessions.get(opened.id()).reason());
  }

  @Test
  void a_start_after_the_end_opens_nothing() {
    accept("twilio", "completed");
    assertEquals(Why.KNOWN, why(accept("twilio", "initiated")));
    assertTrue(only().isEnded());
  }

  @Test
  void late_moves_are_no_error() {
    accept("twilio", "in-progress");
    IntakeResult.Applied late = accept("twilio", "ringing");
    assertTrue(late.results().contains(new Nothing(Why.LATE)));
    assertEquals(SessionStatus.ACTIVE, only().status());
    accept("vapi", "status-update_ended");
    assertTrue(
        accept("vapi", "status-update_in-progress").results().contains(new Nothing(Why.LATE)));
  }

  @Test
  void a_status_of_the_host_is_not_undone() {
    accept("twilio", "in-progress");
    sessions.transition(only().id(), SessionStatus.WAITING_FOR_HUMAN);
    accept("twilio", "in-progress");
    assertEquals(SessionStatus.WAITING_FOR_HUMAN, only().status());
    accept("twilio", "completed");
    assertTrue(only().isEnded());
  }

  @Test
  void a_machine_says_more_than_completed_before_and_after_the_end() {
    accept("twilio", "in-progress");
    assertTrue(accept("twilio", "answering_machine").first(SignalResult.Noted.class).isPresent());
    accept("twilio", "completed");
    assertEquals(TerminationReason.VOICEMAIL_DETECTED, only().reason());
    assertEquals("machine_end_beep", only().reportedReason());

    accept("telnyx", "call.hangup");
    ProviderPayload machine = ProviderPayloads.of("telnyx", "call.machine.detection.ended");
    assertTrue(accept(opening, machine).first(SignalResult.Enriched.class).isPresent());
    ExternalRef ref = new ExternalRef("telnyx:call", machine.callId());
    assertEquals(TerminationReason.VOICEMAIL_DETECTED, sessions.find(ref).orElseThrow().reason());
  }

  @Test
  void a_reason_of_the_host_is_not_corrected() {
    accept("twilio", "in-progress");
    sessions.close(only().id(), "resolved");
    assertEquals(
        Why.LATE,
        accept("twilio", "answering_machine").results().stream()
            .map(Nothing.class::cast)
            .map(Nothing::why)
            .reduce((first, last) -> last)
            .orElseThrow());
    accept("twilio", "completed");
    assertEquals(TerminationReason.RESOLVED, only().reason());
  }

  @Test
  void the_last_person_who_leaves_ends_a_room_of_livekit() {
    ProviderPayload joined = ProviderPayloads.of("livekit", "participant_joined_caller");
    ProviderPayload left = ProviderPayloads.of("livekit", "participant_left_caller");
    accept(opening, joined);
    accept(opening, joined.withReplaced("PA_caller7Jx2", "PA_second"));
    accept("livekit", "participant_joined_agent");
    IntakeResult.Applied first = accept(opening, left);
    assertTrue(first.results().contains(new Nothing(Why.OTHERS_PRESENT)));
    accept("livekit", "participant_left_agent");
    assertTrue(only().status().isLive());
    accept(
        opening,
        left.withReplaced("PA_caller7Jx2", "PA_second")
            .withReplaced("CLIENT_INITIATED", "SIGNAL_CLOSE"));
    assertEquals(TerminationReason.SIGNAL_CLOSE, only().reason());
  }

  @Test
  void one_who_joins_again_does_not_end_a_room() {
    ProviderPayload joined = ProviderPayloads.of("livekit", "participant_joined_caller");
    ProviderPayload left = ProviderPayloads.of("livekit", "participant_left_caller");
    accept(opening, joined);
    accept(opening, joined.withReplaced("PA_caller7Jx2", "PA_again"));
    accept(opening, left.withReplaced("CLIENT_INITIATED", "DUPLICATE_IDENTITY"));
    assertTrue(only().status().isLive());
    accept(opening, left.withReplaced("PA_caller7Jx2", "PA_again"));
    assertEquals(TerminationReason.CLIENT_INITIATED, only().reason());
  }

  @Test
  void a_room_that_finished_without_a_reason_is_enriched() {
    accept("livekit", "room_finished");
    assertEquals(TerminationReason.UNKNOWN, only().reason());
    assertTrue(
        accept("livekit", "participant_left_caller")
            .first(SignalResult.Enriched.class)
            .isPresent());
    assertEquals(TerminationReason.CLIENT_INITIATED, only().reason());
  }

  @Test
  void a_failed_agent_ends_a_room_only_before_anything_was_said() {
    accept("livekit", "room_started");
    sessions.append(only().id(), Message.fromUser("Hello?"));
    assertTrue(
        accept("livekit", "agent_job_ended_failed")
            .results()
            .contains(new Nothing(Why.NOT_DECISIVE)));
    assertTrue(only().status().isLive());
    ProviderPayload other =
        ProviderPayloads.of("livekit", "agent_job_ended_failed").withCallId("RM_other");
    accept(opening, other);
    assertEquals(
        TerminationReason.AGENT_ERROR,
        sessions.find(new ExternalRef("livekit:room", "RM_other")).orElseThrow().reason());
  }

  @Test
  void a_contact_record_completes_what_the_event_lacked() {
    accept("amazon-connect", "DISCONNECTED");
    assertEquals(TerminationReason.UNKNOWN, only().reason());
    IntakeResult.Applied record = accept("amazon-connect", "contact_record");
    assertTrue(record.first(SignalResult.Enriched.class).isPresent());
    assertTrue(record.first(SignalResult.Recorded.class).isPresent());
    assertEquals(TerminationReason.PARTICIPANT_LEFT, only().reason());
    assertEquals("CUSTOMER_DISCONNECT", only().reportedReason());
    assertTrue(only().hasRecording());
  }

  @Test
  void a_worker_of_the_host_keeps_its_lease() {
    accept("vapi", "status-update_in-progress");
    OwnedSession worker = lifecycle.ownedSession(ORGANIZATION, only().id());
    worker.acquire(Duration.ofSeconds(30), OwnedSession.Buffering.UNTIL_END);
    accept("vapi", "status-update_ended");
    assertTrue(only().isEnded());
    Message said = worker.prepare(Message.fromUser("Two loaves, please."));
    assertEquals(0, worker.flush(List.of(said)));
    assertEquals(
        Why.TRANSCRIPT_TOO_LATE,
        accept("vapi", "end-of-call-report").results().stream()
            .filter(Nothing.class::isInstance)
            .map(it -> ((Nothing) it).why())
            .filter(it -> it != Why.LATE && it != Why.KNOWN)
            .findFirst()
            .orElseThrow());
    assertEquals(1, only().messageCount());
  }

  @Test
  void metadata_of_the_host_stays() {
    ProviderIntake withMetadata =
        intake(
            (organization, call) ->
                Optional.of(call.toRequest(END_USER).withMetadata(Map.of("campaign", "spring"))));
    accept(withMetadata, ProviderPayloads.of("livekit", "participant_joined_caller"));
    assertEquals("spring", only().metadata().get("campaign"));
    assertTrue(only().metadata().containsKey("provider_call"));
  }

  @Test
  void what_the_library_refuses_is_no_error() {
    ProviderIntake other =
        intake((organization, call) -> Optional.of(SessionRequest.on("x".repeat(40), END_USER)));
    assertEquals(Why.INVALID, why(accept(other, ProviderPayloads.of("retell", "call_started"))));
    assertEquals(
        Why.NOT_OPENED, why(accept(closingOnly, ProviderPayloads.of("retell", "call_started"))));
    ProviderPayload audio = ProviderPayloads.of("elevenlabs", "post_call_audio");
    assertEquals(Why.IGNORED, why(accept(opening, audio)));
    accept(opening, audio);
    assertEquals(Map.of("elevenlabs post_call_audio", 2L), opening.ignored());
  }

  @Test
  void a_conflicting_message_does_not_prevent_the_end() {
    accept("retell", "call_started");
    ProviderSignal.Spoke spoke =
        SignedRequests.adapter("retell")
            .read(ProviderPayloads.of("retell", "call_ended").body())
            .stream()
            .filter(ProviderSignal.Spoke.class::isInstance)
            .map(ProviderSignal.Spoke.class::cast)
            .findFirst()
            .orElseThrow();
    sessions.append(only().id(), Message.fromUser("other").withId(spoke.messages().get(0).id()));
    IntakeResult.Applied ended = accept("retell", "call_ended");
    assertTrue(ended.results().contains(new Nothing(Why.CONFLICT)));
    assertTrue(only().isEnded());
  }

  @Test
  void the_library_and_the_provider_measure_beside_each_other() {
    accept("elevenlabs", "post_call_transcription");
    Session session = only();
    assertEquals("120", session.usage().get(ProviderSignal.Used.SECONDS).toPlainString());
    assertEquals(120_000L, session.durationMs());
    assertEquals(SettableClock.START.minusSeconds(595), session.startedAt());
    assertEquals(SettableClock.START, session.createdAt());
    assertEquals(
        EndRequest.unspecified().withTriggeredBy("system").triggeredBy(), session.triggeredBy());
  }

  @Test
  void bad_settings_are_refused() {
    ProviderIntakeBuilder builder = ProviderIntake.into(lifecycle);
    assertThrows(InvalidInputException.class, builder::build);
    assertThrows(
        InvalidInputException.class, () -> builder.awaitTranscript(Duration.ofMinutes(11)));
    assertThrows(InvalidInputException.class, () -> builder.maxBytes(0));
  }
}
