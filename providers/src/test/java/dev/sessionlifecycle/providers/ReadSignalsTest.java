package dev.sessionlifecycle.providers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.testkit.ProviderPayload;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each event of each provider says. */
class ReadSignalsTest {

  static List<ProviderPayload> payloads() {
    return ProviderPayloads.all();
  }

  private static List<ProviderSignal> read(String provider, String event) {
    return read(ProviderPayloads.of(provider, event));
  }

  private static List<ProviderSignal> read(ProviderPayload payload) {
    return SignedRequests.adapter(payload.provider()).read(payload.body());
  }

  private static <T extends ProviderSignal> T only(List<ProviderSignal> signals, Class<T> kind) {
    List<T> found = signals.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertEquals(1, found.size(), kind + " in " + signals);
    return found.get(0);
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void every_payload_is_read_the_same_twice_and_begins_with_the_call(ProviderPayload payload) {
    List<ProviderSignal> signals = read(payload);
    assertFalse(signals.isEmpty());
    assertEquals(signals, read(payload));
    if (!payload.event().equals("egress_ended")
        && !(signals.get(0) instanceof ProviderSignal.Other)) {
      ProviderSignal.Began began = assertInstanceOf(ProviderSignal.Began.class, signals.get(0));
      assertEquals(payload.callId(), began.ref().id());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "livekit, room_finished, ",
    "livekit, agent_job_ended_failed, AGENT_ERROR",
    "twilio, completed, UNKNOWN",
    "twilio, busy, CALLEE_BUSY",
    "twilio, failed, CALLEE_NOT_FOUND",
    "twilio, no-answer, CALLEE_NO_ANSWER",
    "vapi, status-update_ended, PARTICIPANT_LEFT",
    "vapi, end-of-call-report, PARTICIPANT_LEFT",
    "vapi, session.deleted, ",
    "retell, call_ended, PARTICIPANT_LEFT",
    "retell, call_ended_not_connected, CALLEE_NO_ANSWER",
    "retell, chat_ended, ",
    "elevenlabs, post_call_transcription, CLIENT_INITIATED",
    "elevenlabs, call_initiation_failure, CALLEE_BUSY",
    "amazon-connect, DISCONNECTED, ",
    "amazon-connect, contact_record, PARTICIPANT_LEFT",
    "genesys, customer.end, PARTICIPANT_LEFT",
    "telnyx, call.hangup, PARTICIPANT_LEFT",
    "telnyx, call.hangup_rejected, CALLEE_DECLINED"
  })
  void an_end_has_the_reason_of_the_mapping(
      String provider, String event, TerminationReason reason) {
    List<ProviderSignal> signals = read(provider, event);
    TerminationReason found =
        signals.stream().anyMatch(ProviderSignal.AgentFailed.class::isInstance)
            ? only(signals, ProviderSignal.AgentFailed.class).end().reason()
            : only(signals, ProviderSignal.Ended.class).end().reason();
    assertEquals(reason, found);
  }

  @Test
  void a_report_of_vapi_has_transcript_times_and_usage() {
    List<ProviderSignal> signals = read("vapi", "end-of-call-report");
    ProviderSignal.Began began = only(signals, ProviderSignal.Began.class);
    assertEquals(Origin.INBOUND, began.origin());
    assertEquals("+15550100", began.endUserHint());
    assertEquals(Instant.parse("2025-12-31T23:50:00Z"), began.startedAt());
    List<Message> messages = only(signals, ProviderSignal.Spoke.class).messages();
    assertEquals(
        List.of(MessageRole.AGENT, MessageRole.USER, MessageRole.AGENT, MessageRole.USER),
        messages.stream().map(Message::role).toList());
    assertEquals(Instant.parse("2025-12-31T23:50:06.300Z"), messages.get(0).sentAt());
    assertEquals(
        Map.of(
            ProviderSignal.Used.SECONDS, new BigDecimal("120.5"),
            ProviderSignal.Used.COST_USD, new BigDecimal("0.1315"),
            ProviderSignal.Used.INPUT_TOKENS, new BigDecimal("1812"),
            ProviderSignal.Used.OUTPUT_TOKENS, new BigDecimal("164"),
            ProviderSignal.Used.SPEECH_CHARACTERS, new BigDecimal("403")),
        only(signals, ProviderSignal.Used.class).amounts());
    only(signals, ProviderSignal.Recorded.class);
  }

  @Test
  void retell_scrubbed_by_the_provider_is_never_taken_as_it_was_said() {
    List<ProviderSignal> signals = read("retell", "call_ended_scrubbed");
    assertTrue(ProviderPayloads.of("retell", "call_ended_scrubbed").text().contains("4111 1111"));
    List<Message> messages = only(signals, ProviderSignal.Spoke.class).messages();
    assertEquals(2, messages.size());
    assertTrue(messages.stream().noneMatch(it -> it.text().contains("4111")));
    ProviderPayload attributesOnly =
        ProviderPayloads.of("retell", "call_ended")
            .withReplaced("\"everything\"", "\"basic_attributes_only\"");
    assertTrue(read(attributesOnly).stream().noneMatch(ProviderSignal.Spoke.class::isInstance));
  }

  @Test
  void retell_charges_cents_and_measures_milliseconds() {
    List<ProviderSignal.Used> used =
        read("retell", "call_ended").stream()
            .filter(ProviderSignal.Used.class::isInstance)
            .map(ProviderSignal.Used.class::cast)
            .toList();
    assertEquals(
        Map.of(ProviderSignal.Used.SECONDS, new BigDecimal("120.693")), used.get(0).amounts());
    assertEquals(
        Map.of(ProviderSignal.Used.COST_USD, new BigDecimal("0.242")), used.get(1).amounts());
  }

  @Test
  void only_people_who_leave_livekit_end_a_session() {
    assertEquals(1, read("livekit", "participant_left_agent").size());
    ProviderPayload left = ProviderPayloads.of("livekit", "participant_left_caller");
    ProviderSignal.Left signal = only(read(left), ProviderSignal.Left.class);
    assertEquals(TerminationReason.CLIENT_INITIATED, signal.end().reason());
    assertEquals(Instant.parse("2025-12-31T23:52:05Z"), signal.end().endedAt());
    assertEquals(1, read(left.withReplaced("CLIENT_INITIATED", "MIGRATION")).size());
    ProviderPayload again = left.withReplaced("CLIENT_INITIATED", "DUPLICATE_IDENTITY");
    assertEquals(null, only(read(again), ProviderSignal.Left.class).end());
  }

  @Test
  void keys_of_amazon_connect_are_read_in_either_case() {
    ProviderPayload record = ProviderPayloads.of("amazon-connect", "contact_record");
    ProviderPayload lowered = record;
    for (String key :
        List.of(
            "ContactId",
            "DisconnectReason",
            "DisconnectTimestamp",
            "InitiationTimestamp",
            "Channel",
            "InitiationMethod",
            "ConnectedToSystemTimestamp",
            "Recordings",
            "CustomerEndpoint",
            "Address")) {
      String small = key.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + key.substring(1);
      lowered = lowered.withReplaced("\"" + key + "\"", "\"" + small + "\"");
    }
    assertEquals(read(record), read(lowered));
  }

  @Test
  void a_leg_of_genesys_decides_who_hung_up() {
    ProviderPayload end = ProviderPayloads.of("genesys", "customer.end");
    assertEquals(
        TerminationReason.AGENT_INITIATED,
        only(read(end.withReplaced("ENDPOINT", "PEER")), ProviderSignal.Ended.class)
            .end()
            .reason());
  }

  @Test
  void child_calls_of_twilio_and_unknown_events_are_other() {
    ProviderPayload child =
        ProviderPayloads.of("twilio", "completed")
            .withReplaced("CallSid=", "ParentCallSid=CA1&CallSid=");
    assertInstanceOf(ProviderSignal.Other.class, read(child).get(0));
    assertEquals(List.of(new ProviderSignal.Other("speech-update")), read("vapi", "speech-update"));
  }

  @Test
  void a_long_line_becomes_several_messages_with_stable_ids() {
    ProviderPayload report = ProviderPayloads.of("vapi", "end-of-call-report");
    ProviderPayload longer =
        report.withReplaced("Thank you, good night.", "\\u0000\\ud800é".repeat(40_000));
    List<Message> messages = only(read(longer), ProviderSignal.Spoke.class).messages();
    assertEquals(3 + 4, messages.size());
    assertEquals(messages.size(), messages.stream().map(Message::id).distinct().count());
    assertEquals(messages, only(read(longer), ProviderSignal.Spoke.class).messages());
  }

  @Test
  void signals_and_requests_show_no_content_and_no_secret() {
    String shown =
        read("vapi", "end-of-call-report").toString()
            + SignedRequests.signed(
                ProviderPayloads.of("vapi", "end-of-call-report"), Instant.EPOCH)
            + ProviderPayloads.of("vapi", "end-of-call-report");
    assertFalse(shown.contains("bakery"));
    assertFalse(shown.contains("secret"));
    assertFalse(shown.contains("maria"));
    assertFalse(shown.contains("+1555"));
  }
}
