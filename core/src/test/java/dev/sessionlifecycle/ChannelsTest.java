package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.housekeeping.LimitScope;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.Channels;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelsTest {
  private static Optional<Duration> idle(TimeLimits limits, String channel) {
    return limits.idleLimit(SessionStatus.ACTIVE, LimitScope.any().withChannel(channel));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "voice",
        "Voice",
        "VOICE",
        " voice",
        "voice\t",
        "vo ice",
        "phone",
        "Phone",
        "sip",
        "SIP ",
        "WebRTC",
        "PSTN",
        "telephony",
        "call",
        "VoIP"
      })
  void a_voice_channel_has_the_short_limits_whatever_its_spelling(String channel) {
    assertTrue(Channels.defaults().isVoice(channel));
    assertFalse(Channels.defaults().isText(channel));
    assertEquals(Optional.of(Duration.ofMinutes(5)), idle(TimeLimits.defaults(), channel));
    assertEquals(
        Optional.of(Duration.ofHours(4)),
        TimeLimits.defaults()
            .ageLimit(SessionStatus.ACTIVE, LimitScope.any().withChannel(channel)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Chat",
        "SMS",
        " whatsapp",
        "Web",
        "web chat",
        "Widget",
        "telegram",
        "RCS",
        "Messenger"
      })
  void a_text_channel_counts_as_connected_whatever_its_spelling(String channel) {
    assertTrue(Channels.defaults().isText(channel));
    assertFalse(Channels.defaults().isVoice(channel));
    assertEquals(Optional.of(Duration.ofHours(24)), idle(TimeLimits.defaults(), channel));
  }

  @Test
  void channels_and_their_limits_are_settings() {
    Channels own = Channels.defaults().withVoice("Doorbell").withText("PHONE");
    assertTrue(own.isVoice("doorbell"));
    assertFalse(own.isVoice("phone"));
    assertTrue(own.isText("Phone "));
    TimeLimits limits = TimeLimits.defaults(own).withIdle("Voice ", Duration.ofMinutes(2));
    assertEquals(Optional.of(Duration.ofMinutes(5)), idle(limits, "doorbell"));
    assertEquals(Optional.of(Duration.ofMinutes(2)), idle(limits, "voice"));
    assertEquals(Optional.of(Duration.ofHours(24)), idle(limits, "phone"));
  }
}
