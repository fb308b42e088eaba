package dev.sessionlifecycle;

import static dev.sessionlifecycle.model.TerminationReason.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The forms in which one and the same value is reported. */
class ReportedFormsTest {
  private static final ReasonMapping SIP = ReasonMapping.sip();
  private static final ReasonMapping LIVEKIT = ReasonMapping.livekit();
  private static final ReasonMapping VAPI = ReasonMapping.of(ReasonProvider.VAPI);
  private static final ReasonMapping TWILIO = ReasonMapping.of(ReasonProvider.TWILIO);
  private static final ReasonMapping ASTERISK = ReasonMapping.of(ReasonProvider.ASTERISK);
  private static final ReasonMapping FREESWITCH = ReasonMapping.of(ReasonProvider.FREESWITCH);

  private static void assertMaps(ReasonMapping mapping, String reason, String... values) {
    assertAll(
        Arrays.stream(values)
            .map(
                value ->
                    () ->
                        assertEquals(
                            reason,
                            mapping.map(value).wire(),
                            () -> mapping.name() + ": " + value)));
  }

  private static void assertUnmapped(ReasonMapping mapping, String... values) {
    for (String value : values) {
      long before = mapping.unmappedCount();
      assertEquals(UNKNOWN, mapping.map(value), value);
      assertEquals(before + 1, mapping.unmappedCount(), value);
      assertFalse(mapping.isNotAnEnd(value), value);
    }
  }

  private static Stream<ReasonMapping> all() {
    return Stream.of(ReasonProvider.values()).map(ReasonMapping::of);
  }

  @Test
  void a_separator_between_digits_counts() {
    assertUnmapped(
        LIVEKIT, "1.1", "1 0", "1-0", "1_0", "1:0", "1/2", "1. 0", "0.1", "10.5", "1.0.0");
    assertUnmapped(
        LIVEKIT, "-1", " -1", ".1", ":1", "_1", "--1", "+1", "1,0", "1e0", "01", "16.01");
    assertUnmapped(SIP, "48.6", "4 86", "4-8-6", "-486", "486.1", "48-6 Busy");
    assertUnmapped(ASTERISK, "1.7", "-17", "1 7");
  }

  @Test
  void a_whole_number_may_have_a_fraction_of_zero() {
    assertMaps(LIVEKIT, "client_initiated", "1", "1.0", "1.00", " 1 ");
    assertMaps(LIVEKIT, "room_closed", "10", "10.0");
    assertMaps(LIVEKIT, "unknown_reason", "0", "0.0");
    assertMaps(SIP, "callee_busy", "486.0", "600.0");
    assertMaps(ASTERISK, "callee_busy", "17.0");
  }

  @Test
  void a_code_has_three_digits() {
    assertUnmapped(SIP, "4041234567", "404 123 4567", "404-123-4567", "+14041234567");
    assertUnmapped(SIP, "4860", "48", "4", "0486", "786", "999", "486 2", "sip:404@example.org");
    assertUnmapped(SIP, "sip:4041234567@example.org", "SIP;cause=4860", "SIP/2.0 4860 Busy");
    assertUnmapped(VAPI, "sip-4041234567", "outbound-sip-40-busy");
    assertUnmapped(ASTERISK, "170", "1799", "17 55", "AST_CAUSE_170");
  }

  @Test
  void a_sip_code_is_found_in_a_status_line_a_reason_header_and_a_text() {
    assertMaps(
        SIP,
        "callee_busy",
        "486",
        "486 Busy Here",
        "486BusyHere",
        "486: Busy here",
        "SIP/2.0 486 Busy Here",
        "SIP 486",
        "sip_486",
        "sip-486-busy-here",
        "SIP;cause=486",
        "SIP ;cause=486 ;text=\"Busy Here\"",
        "SIP;text=\"Busy, here\";cause=486",
        "Reason: SIP;cause=600;text=\"Busy Everywhere\"",
        "sip status: 486: Busy here",
        "INVITE failed: sip status: 486: Busy Here",
        "twirp error unknown: INVITE failed: sip status: 486: Busy here (SIP 486)",
        "status=486",
        "sip_status: 486",
        "sip.callStatusCode=486",
        "SIP response code 486",
        "SIP_STATUS_BUSY_HERE",
        "SIPStatusCode.SIP_STATUS_BUSY_HERE",
        "Busy Here",
        "SIP_STATUS_486");
    assertMaps(SIP, "callee_declined", "SIP/2.0 603 Decline", "SIP;cause=603", "603 Declined");
    assertMaps(SIP, "callee_not_found", "SIP/2.0 404 Not Found", "sip status: 404: Not Found");
    assertMaps(SIP, "sip_failed", "SIP/2.0 499 Whatever", "SIP;cause=699");
    assertTrue(SIP.isNotAnEnd("SIP/2.0 180 Ringing"));
  }

  @Test
  void a_sip_code_means_the_same_wherever_it_is_reported() {
    all()
        .forEach(
            mapping -> {
              assertMaps(mapping, "callee_busy", "SIP/2.0 486 Busy Here", "SIP;cause=486");
              assertMaps(
                  mapping, "callee_busy", "sip status: 486: Busy here", "SIP_STATUS_BUSY_HERE");
              assertMaps(mapping, "callee_declined", "SIP;cause=603;text=\"Decline\"");
              assertMaps(mapping, "callee_busy", "Q.850;cause=17;text=\"User busy\"", "USER_BUSY");
            });
    String vapi = "call.in-progress.error-providerfault-outbound-sip-";
    assertMaps(VAPI, "callee_busy", vapi + "486-busy-here", vapi + "600-busy-everywhere");
    assertMaps(VAPI, "callee_declined", vapi + "603-decline", vapi + "607-unwanted");
    assertMaps(VAPI, "callee_not_found", vapi + "404-not-found", vapi + "604-gone");
    assertMaps(VAPI, "callee_not_found", "call.ringing.error-sip-outbound-sip-404-not-found");
    assertMaps(VAPI, "callee_unavailable", vapi + "480-temporarily-unavailable");
    assertMaps(VAPI, "sip_trunk_failure", vapi + "403-forbidden", vapi + "503-service-unavailable");
    assertMaps(
        VAPI, "sip_failed", vapi + "499-other", vapi + "500-server-internal-error", vapi + "x");
  }

  @Test
  void a_provider_that_is_out_of_models_is_an_agent_error() {
    assertMaps(
        VAPI,
        "agent_error",
        "pipeline-no-available-llm-model",
        "call.in-progress.error-pipeline-no-available-llm-model",
        "pipeline-no-available-voice",
        "pipeline-error-acme-500",
        "call.in-progress.error-vapifault-acme");
  }

  @Test
  void a_cause_is_found_by_number_name_header_and_prefix() {
    for (ReasonMapping mapping : new ReasonMapping[] {ASTERISK, FREESWITCH}) {
      assertMaps(
          mapping,
          "callee_busy",
          "17",
          "17 USER_BUSY",
          "17: User busy",
          "USER_BUSY",
          "user busy",
          "User busy (17)",
          "USER_BUSY [17]",
          "Q.850;cause=17",
          "Q.850 ;cause=17 ;text=\"User busy\"",
          "Q850:17",
          "q.850 cause 17",
          "AST_CAUSE_USER_BUSY",
          "AST_CAUSE_17",
          "SWITCH_CAUSE_USER_BUSY",
          "hangup_cause=17",
          "HANGUPCAUSE: 17",
          "Hangup-Cause: USER_BUSY",
          "X-Asterisk-HangupCauseCode: 17",
          "Cause-txt: User busy",
          "variable_hangup_cause_q850: 17",
          "SIP;cause=486, Q.850;cause=17");
      assertMaps(mapping, "callee_no_answer", "18", "19", "NO_ANSWER", "NO_USER_RESPONSE");
      assertMaps(mapping, "callee_no_answer", "User alerting, no answer", "No user responding");
      assertMaps(mapping, "callee_declined", "21", "CALL_REJECTED", "Call Rejected");
      assertMaps(
          mapping, "callee_not_found", "1", "UNALLOCATED_NUMBER", "28", "AST_CAUSE_UNALLOCATED");
      assertMaps(mapping, "participant_left", "16", "NORMAL_CLEARING", "Normal Clearing");
      assertMaps(mapping, "sip_trunk_failure", "34", "38", "NETWORK_OUT_OF_ORDER", "42");
      assertMaps(mapping, "callee_unavailable", "20", "SUBSCRIBER_ABSENT", "27");
    }
    assertMaps(SIP, "callee_busy", "Q.850;cause=17", "Q.850;cause=17;text=\"User busy\"");
    assertMaps(FREESWITCH, "abandoned", "ORIGINATOR_CANCEL", "487");
    assertMaps(
        FREESWITCH, "max_call_duration", "602", "FreeSWITCH;cause=602;text=\"ALLOTTED_TIMEOUT\"");
    assertMaps(FREESWITCH, "transferred", "BLIND_TRANSFER", "ATTENDED_TRANSFER");
  }

  @Test
  void asterisk_dial_statuses_are_listed() {
    assertMaps(ASTERISK, "callee_busy", "BUSY", "DIALSTATUS=BUSY", "DIALSTATUS: BUSY");
    assertMaps(ASTERISK, "callee_no_answer", "NOANSWER");
    assertMaps(ASTERISK, "callee_unavailable", "CHANUNAVAIL");
    assertMaps(ASTERISK, "sip_trunk_failure", "CONGESTION");
    assertMaps(ASTERISK, "abandoned", "CANCEL");
    assertTrue(ASTERISK.isNotAnEnd("ANSWER"));
  }

  @Test
  void twilio_reports_who_answered_and_where_a_call_stands() {
    assertMaps(
        TWILIO, "voicemail_detected", "machine_start", "machine_end_beep", "machine_end_other");
    assertMaps(TWILIO, "voicemail_detected", "machine_end_silence", "AnsweredBy=machine_start");
    assertMaps(TWILIO, "callee_unavailable", "fax");
    for (String value : new String[] {"human", "unknown", "initiated", "answered", "ringing"}) {
      assertTrue(TWILIO.isNotAnEnd(value), value);
    }
  }

  @Test
  void the_name_of_the_enumeration_makes_no_difference() {
    assertMaps(
        LIVEKIT,
        "client_initiated",
        "DisconnectReason.CLIENT_INITIATED",
        "DISCONNECT_REASON_CLIENT_INITIATED",
        "DisconnectReason::ClientInitiated",
        "livekit.DisconnectReason.CLIENT_INITIATED",
        "livekit.DisconnectReason_CLIENT_INITIATED",
        "<DisconnectReason.CLIENT_INITIATED: 1>",
        "CLIENT_INITIATED (1)",
        "DisconnectReason.CLIENT_INITIATED(1)",
        "disconnect_reason=1",
        "disconnectReason: CLIENT_INITIATED",
        "\"CLIENT_INITIATED\"",
        ".clientInitiated");
    assertMaps(ReasonMapping.of(ReasonProvider.LIVEKIT_AGENTS), "agent_error", "CloseReason.ERROR");
    assertMaps(
        ReasonMapping.of(ReasonProvider.LIVEKIT_AGENTS),
        "agent_initiated",
        "<CloseReason.USER_INITIATED: 'user_initiated'>",
        "CLOSE_REASON_USER_INITIATED");
    assertMaps(VAPI, "callee_busy", "EndedReason.CUSTOMER_BUSY", "endedReason=customer-busy");
    assertMaps(TWILIO, "callee_no_answer", "Call.Status.NO_ANSWER", "CallStatus.NO_ANSWER");
    assertMaps(ReasonMapping.of(ReasonProvider.GENESYS), "participant_left", "DisconnectType.PEER");
    assertMaps(
        ReasonMapping.of(ReasonProvider.RETELL), "callee_busy", "DISCONNECTION_REASON_DIAL_BUSY");
    all().forEach(mapping -> assertMaps(mapping, "setup_error", "TerminationReason.SETUP_ERROR"));
  }

  @Test
  void what_only_looks_like_a_prefix_is_not_mapped() {
    assertUnmapped(LIVEKIT, "exit code 1", "error_code=1", "exit_status_1", "unknown_reason 1");
    assertUnmapped(
        LIVEKIT, "DisconnectReason.", "DisconnectReason.SOMETHING_NEW", "reason", "1 left");
    assertUnmapped(LIVEKIT, "participant 17", "486", "404 Not Found", "disconnect_reason=1.5");
  }

  @Test
  void what_a_host_puts_goes_before_the_codes() {
    ReasonMapping own =
        SIP.toBuilder()
            .put("486", TerminationReason.CALLEE_DECLINED)
            .put("acme*", TerminationReason.ERROR)
            .build();
    assertMaps(own, "callee_declined", "486", "486 Busy Here", "SIP/2.0 486 Busy Here");
    assertMaps(own, "error", "acme: sip status: 404");
    assertUnmapped(ReasonMapping.builder("own").build(), "SIP;cause=486", "USER_BUSY");
  }

  @Test
  void any_text_is_mapped_at_once_however_long_and_odd_it_is() {
    for (String part :
        new String[] {"SIP;", "sip ", "\"", "<", "reason.", "cause=", "4", "1.", "-"}) {
      all().forEach(mapping -> assertEquals(UNKNOWN, mapping.map("x" + part.repeat(50_000))));
      all().forEach(mapping -> assertEquals(UNKNOWN, mapping.map("reason" + part.repeat(200))));
    }
  }
}
