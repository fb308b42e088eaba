package dev.sessionlifecycle.runtime.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TransferValuesTest {

  @Test
  void a_warm_transfer_has_the_defaults_of_the_published_api() {
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
  void a_call_transfer_is_cold_and_retried_once_by_default() {
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
  void dtmf_input_expects_digits_and_leaves_other_settings_unset_by_default() {
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
  void warm_settings_resolve_from_the_override_the_config_and_the_defaults() {
    CallTransferIntent.Builder builder =
        CallTransferIntent.builder("x").warmOverrides(new WarmTransferTargetOverride("own", null));
    assertEquals("own", builder.build().resolvedWarm().briefingTemplate());
    assertEquals(110, builder.build().resolvedWarm().maxHoldSeconds());
    WarmTransferConfig tool = WarmTransferConfig.builder().maxHoldSeconds(15).build();
    assertEquals(15, builder.warm(tool).build().resolvedWarm().maxHoldSeconds());
  }

  @Test
  void dtmf_copies_change_one_setting_and_keep_the_others() {
    DtmfInputSpec it =
        DtmfInputSpec.defaults()
            .withExpectsInput(false)
            .withMaxDigits(4)
            .withTerminationDigit("#")
            .withInterDigitTimeoutMs(500)
            .withPrefix("pin");
    assertEquals(new DtmfInputSpec(false, 4, "#", 500, "pin"), it);
  }

  @Test
  void warm_settings_keep_the_values_given_to_their_builder() {
    WarmTransferConfig it =
        WarmTransferConfig.builder()
            .messageMode(WarmMessageMode.PROMPT)
            .briefingTemplate("b")
            .maxDialSeconds(5)
            .maxBriefingSeconds(15)
            .bridgeConfirmSeconds(6)
            .maxHoldSeconds(16)
            .holdAnnouncementText("h")
            .reassuranceIntervalSeconds(1)
            .reassuranceText("r")
            .detectSupervisorVoicemail(true)
            .detectSupervisorSilence(true)
            .silenceReminderText("s")
            .silenceTimeoutSeconds(7)
            .retryAnnouncementText("a")
            .failureText("f")
            .build();
    assertEquals(
        new WarmTransferConfig(
            WarmMessageMode.PROMPT, "b", 5, 15, 6, 16, "h", 1, "r", true, true, "s", 7, "a", "f"),
        it);
    assertEquals(it, it.toBuilder().build());
  }

  @Test
  void wire_values_are_those_of_the_published_api() {
    assertEquals(
        List.of("ai_summary", "static", "prompt"),
        Stream.of(WarmMessageMode.values()).map(WarmMessageMode::wire).toList());
    assertEquals(
        List.of("cold", "warm"), Stream.of(TransferMode.values()).map(TransferMode::wire).toList());
  }
}
