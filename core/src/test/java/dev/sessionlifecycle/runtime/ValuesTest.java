package dev.sessionlifecycle.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void a_warm_transfer_has_the_defaults_and_the_texts_of_the_seed() {
    WarmTransferConfig it = WarmTransferConfig.defaults();
    assertEquals(WarmMessageMode.AI_SUMMARY, it.messageMode());
    assertNull(it.briefingTemplate());
    assertEquals(30, it.maxDialSeconds());
    assertEquals(60, it.maxBriefingSeconds());
    assertEquals(20, it.bridgeConfirmSeconds());
    assertEquals(110, it.maxHoldSeconds());
    assertEquals(
        "One moment — I'll place you on a brief hold while I connect you.",
        it.holdAnnouncementText());
    assertEquals(20, it.reassuranceIntervalSeconds());
    assertEquals(
        "Thanks for your patience — I'm still working on connecting you.", it.reassuranceText());
    assertFalse(it.detectSupervisorVoicemail());
    assertFalse(it.detectSupervisorSilence());
    assertEquals("Hello — are you available to take this call?", it.silenceReminderText());
    assertEquals(15, it.silenceTimeoutSeconds());
    assertEquals(
        "I couldn't reach them that way — let me try connecting you directly.",
        it.retryAnnouncementText());
    assertEquals(
        "I'm sorry, I wasn't able to connect you right now. I can keep helping you here.",
        it.failureText());
  }

  @Test
  void a_call_transfer_is_cold_and_tried_again_once_unless_said_otherwise() {
    CallTransferIntent it = CallTransferIntent.to("sip:front@desk.example");
    assertEquals(TransferMode.COLD, it.mode());
    assertEquals(1, it.maxRetries());
    assertEquals(List.of(), it.warmDestinations());
    assertNull(it.label());
    assertNull(it.warm());
    assertNull(it.warmOverrides());
    assertFalse(it.toString().contains("front"));
  }

  @Test
  void dtmf_input_expects_digits_and_leaves_the_rest_as_it_is() {
    assertEquals(new DtmfInputSpec(true, null, null, null, null), DtmfInputSpec.defaults());
  }

  @Test
  void an_override_sets_what_it_names_and_inherits_what_it_leaves_null() {
    WarmTransferConfig base =
        WarmTransferConfig.builder().briefingTemplate("base").maxDialSeconds(7).build();
    assertSame(base, base.with(null));
    assertEquals(base, base.with(new WarmTransferTargetOverride(null, null)));

    WarmTransferConfig mode =
        base.with(new WarmTransferTargetOverride(null, WarmMessageMode.STATIC));
    assertEquals(WarmMessageMode.STATIC, mode.messageMode());
    assertEquals("base", mode.briefingTemplate());
    assertEquals(7, mode.maxDialSeconds());

    WarmTransferConfig own = base.with(new WarmTransferTargetOverride("own", null));
    assertEquals(WarmMessageMode.AI_SUMMARY, own.messageMode());
    assertEquals("own", own.briefingTemplate());
  }

  @Test
  void a_transfer_resolves_its_warm_settings_from_its_own_the_tools_and_the_defaults() {
    CallTransferIntentBuilder builder =
        CallTransferIntent.builder("x").warmOverrides(new WarmTransferTargetOverride("own", null));
    assertEquals("own", builder.build().resolvedWarm().briefingTemplate());
    assertEquals(110, builder.build().resolvedWarm().maxHoldSeconds());
    WarmTransferConfig tool = WarmTransferConfig.builder().maxHoldSeconds(15).build();
    assertEquals(15, builder.warm(tool).build().resolvedWarm().maxHoldSeconds());
  }

  @Test
  void an_end_answers_no_messages_and_ended() {
    UUID id = UUID.randomUUID();
    TurnResult result = TurnResult.ended(id, "closed");
    assertEquals(id, result.sessionId());
    assertEquals(List.of(), result.messages());
    assertEquals(RuntimeStatus.ENDED, result.status());
    assertEquals("closed", result.sessionStatus());
    assertNull(result.error());
  }

  @Test
  void a_result_keeps_a_copy_of_the_handoff() {
    Map<String, Object> handoff = new HashMap<>(Map.of("queue", "billing"));
    TurnResult result = TurnResult.builder(RuntimeStatus.IDLE).handoff(handoff).build();
    handoff.clear();
    assertEquals(Map.of("queue", "billing"), result.handoff());
  }

  @Test
  void words_on_the_wire_are_those_of_the_seed() {
    assertEquals(
        List.of("idle", "running_turn", "end_requested", "end_processing", "ended", "error"),
        Stream.of(RuntimeStatus.values()).map(RuntimeStatus::wire).toList());
    assertEquals(
        List.of("ai_summary", "static", "prompt"),
        Stream.of(WarmMessageMode.values()).map(WarmMessageMode::wire).toList());
    assertEquals(
        List.of("cold", "warm"), Stream.of(TransferMode.values()).map(TransferMode::wire).toList());
  }

  @Test
  void the_machine_of_the_runtime_ends_in_ended_from_everywhere_and_nowhere_else() {
    for (RuntimeStatus status : RuntimeStatus.values()) {
      assertEquals(status == RuntimeStatus.ENDED, status.next().isEmpty());
      assertTrue(reachable(status).contains(RuntimeStatus.ENDED) || status.next().isEmpty());
      assertEquals(status == RuntimeStatus.END_PROCESSING, status.leadsTo(RuntimeStatus.ENDED));
      assertFalse(status.leadsTo(status));
    }
    assertFalse(RuntimeStatus.RUNNING_TURN.leadsTo(RuntimeStatus.END_PROCESSING));
    assertTrue(RuntimeStatus.ERROR.leadsTo(RuntimeStatus.RUNNING_TURN));
    assertFalse(RuntimeStatus.END_REQUESTED.leadsTo(RuntimeStatus.RUNNING_TURN));
  }

  private static Set<RuntimeStatus> reachable(RuntimeStatus from) {
    Set<RuntimeStatus> seen = from.next();
    for (int i = 0; i < RuntimeStatus.values().length; i++) {
      seen =
          Stream.concat(seen.stream(), seen.stream().flatMap(it -> it.next().stream()))
              .collect(Collectors.toSet());
    }
    return seen;
  }
}
