package dev.sessionlifecycle.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every status, reason, kind of channel and past, against the table written out by hand. */
class ConversationStatusTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private static final Set<String> HANDED_ON = Set.of("transferred", "escalated");
  private static final Set<String> UNANSWERED =
      Set.of(
          "callee_busy",
          "callee_no_answer",
          "callee_unavailable",
          "callee_declined",
          "user_unavailable",
          "user_rejected",
          "participant_join_timeout");
  private static final Set<String> FAILED =
      Set.of(
          "error",
          "sip_failed",
          "server_shutdown",
          "state_mismatch",
          "join_failure",
          "signal_close",
          "sip_trunk_failure",
          "connection_timeout",
          "media_failure",
          "agent_error",
          "dispatch_failed",
          "token_mint_failed",
          "sip_dial_failed",
          "setup_error",
          "callee_not_found");
  private static final Set<String> TEXT =
      Set.of("api", "chat", "sms", "text", "web", "whatsapp", "messenger", "Chat");

  private record Case(
      SessionStatus status,
      @Nullable TerminationReason reason,
      String channel,
      boolean active,
      boolean rang) {
    Session session() {
      SessionBuilder builder =
          SessionBuilder.of(new UUID(0, 1), new UUID(0, 2), new UUID(0, 3))
              .channel(channel)
              .status(status)
              .reason(reason)
              .activatedAt(active ? NOW : null)
              .rangAt(rang ? NOW : null);
      return builder.build();
    }

    String expected() {
      boolean connected = active || TEXT.contains(channel);
      String why = reason == null ? "" : reason.wire();
      return switch (status.wire()) {
        case "queued" -> channel.equals("webrtc") ? "token_created" : "triggered";
        case "ringing" -> "ringing";
        case "active", "paused", "waiting_for_human", "awaiting_approval", "unrecognized" ->
            "in_progress";
        case "transferred" -> "transferred";
        case "error" -> "failed";
        case "superseded" -> connected ? "completed" : "cancelled";
        case "expired" ->
            connected
                ? "completed"
                : rang || why.equals("participant_join_timeout") ? "unanswered" : "cancelled";
        case "closed" -> {
          if (HANDED_ON.contains(why)) {
            yield "transferred";
          } else if (UNANSWERED.contains(why)) {
            yield "unanswered";
          } else if (FAILED.contains(why)) {
            yield "failed";
          }
          yield why.equals("voicemail_detected") || connected ? "completed" : "cancelled";
        }
        default -> throw new IllegalStateException(status.wire());
      };
    }
  }

  private static List<Case> all() {
    return Stream.of(SessionStatus.values())
        .flatMap(
            status ->
                Stream.concat(
                        Stream.of((TerminationReason) null), Stream.of(TerminationReason.values()))
                    .flatMap(
                        reason ->
                            Stream.of(
                                    "webrtc",
                                    "voice",
                                    "email",
                                    "api",
                                    "chat",
                                    "sms",
                                    "text",
                                    "web",
                                    "whatsapp",
                                    "messenger",
                                    "Chat")
                                .flatMap(
                                    channel ->
                                        Stream.of(0, 1, 2, 3)
                                            .map(
                                                past ->
                                                    new Case(
                                                        status,
                                                        reason,
                                                        channel,
                                                        (past & 1) > 0,
                                                        (past & 2) > 0)))))
        .toList();
  }

  @Test
  void every_session_maps_to_the_status_in_the_table() {
    Set<String> seen = new HashSet<>();
    for (Case it : all()) {
      ConversationStatus status = ConversationStatus.of(it.session(), Channels.defaults());
      assertEquals(it.expected(), status.wire(), it::toString);
      seen.add(status.wire());
    }
    assertEquals(ConversationStatus.values().length, seen.size());
  }

  @Test
  void a_conversation_is_live_while_its_session_is_live_and_not_transferred() {
    for (Case it : all()) {
      boolean live = it.status().isLive() && it.status() != SessionStatus.TRANSFERRED;
      if (it.status() != SessionStatus.UNRECOGNIZED) {
        assertEquals(
            live, ConversationStatus.of(it.session(), Channels.defaults()).isLive(), it::toString);
      }
    }
  }

  @Test
  void the_text_channels_are_configurable() {
    Case queuedThenExpired =
        new Case(SessionStatus.EXPIRED, TerminationReason.SILENCE_TIMEOUT, "fax", false, false);
    Channels own = Channels.defaults().withText("Fax ");
    assertTrue(own.isText("fax"));
    assertFalse(Channels.defaults().isText("fax"));
    assertEquals(
        ConversationStatus.COMPLETED, ConversationStatus.of(queuedThenExpired.session(), own));
  }

  @Test
  void an_unrecognized_status_with_an_end_time_counts_as_completed() {
    Session session =
        SessionBuilder.of(new Case(SessionStatus.UNRECOGNIZED, null, "chat", true, false).session())
            .endedAt(NOW)
            .build();
    assertEquals(ConversationStatus.COMPLETED, ConversationStatus.of(session, Channels.defaults()));
  }
}
