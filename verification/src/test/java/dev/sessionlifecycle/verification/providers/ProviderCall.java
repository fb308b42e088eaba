package dev.sessionlifecycle.verification.providers;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.providers.ProviderAdapter;
import dev.sessionlifecycle.providers.ProviderSignal;
import dev.sessionlifecycle.testkit.ProviderPayloads;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A whole call of each provider as its events, and what the rules make of it. */
enum ProviderCall {
  LIVEKIT(
      ProviderAdapter.livekit("key", "secret"),
      Set.of("endedAt", "durationMs"),
      TerminationReason.CLIENT_INITIATED,
      OutcomeCategory.ABANDONED,
      0,
      "room_started",
      "participant_joined_caller",
      "participant_joined_agent",
      "participant_left_caller",
      "participant_left_agent",
      "room_finished"),
  TWILIO(
      ProviderAdapter.twilio("token"),
      Set.of("startedAt", "endedAt", "durationMs", "origin"),
      TerminationReason.VOICEMAIL_DETECTED,
      OutcomeCategory.UNREACHED,
      0,
      "initiated",
      "ringing",
      "in-progress",
      "answering_machine",
      "completed",
      "recording_completed"),
  VAPI(
      ProviderAdapter.vapi("secret"),
      Set.of("endedAt", "durationMs"),
      TerminationReason.PARTICIPANT_LEFT,
      OutcomeCategory.UNRESOLVED,
      4,
      "status-update_queued",
      "status-update_ringing",
      "status-update_in-progress",
      "status-update_ended",
      "end-of-call-report"),
  RETELL(
      ProviderAdapter.retell("key"),
      Set.of(),
      TerminationReason.PARTICIPANT_LEFT,
      OutcomeCategory.UNRESOLVED,
      4,
      "call_started",
      "transcript_updated",
      "call_ended",
      "call_analyzed"),
  ELEVENLABS(
      ProviderAdapter.elevenLabs("secret"),
      Set.of(),
      TerminationReason.CLIENT_INITIATED,
      OutcomeCategory.UNRESOLVED,
      3,
      "post_call_transcription",
      "post_call_audio"),
  AMAZON_CONNECT(
      ProviderAdapter.amazonConnect("X-Api-Key", "value"),
      Set.of(),
      TerminationReason.PARTICIPANT_LEFT,
      OutcomeCategory.ABANDONED,
      0,
      "INITIATED",
      "QUEUED",
      "CONNECTED_TO_AGENT",
      "DISCONNECTED",
      "COMPLETED",
      "contact_record"),
  GENESYS(
      ProviderAdapter.genesys("X-Api-Key", "value"),
      Set.of("startedAt", "durationMs"),
      TerminationReason.PARTICIPANT_LEFT,
      OutcomeCategory.ABANDONED,
      0,
      "customer.start",
      "acd.start",
      "user.start",
      "user.end",
      "customer.end"),
  TELNYX(
      ProviderAdapter.telnyx("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
      Set.of("origin"),
      TerminationReason.VOICEMAIL_DETECTED,
      OutcomeCategory.UNREACHED,
      0,
      "call.initiated",
      "call.answered",
      "call.machine.detection.ended",
      "call.hangup",
      "call.recording.saved");

  private final ProviderAdapter adapter;
  private final Set<String> dependsOnOrder;
  private final TerminationReason reason;
  private final OutcomeCategory outcome;
  private final int messages;
  private final List<List<ProviderSignal>> events;

  ProviderCall(
      ProviderAdapter adapter,
      Set<String> dependsOnOrder,
      TerminationReason reason,
      OutcomeCategory outcome,
      int messages,
      String... events) {
    this.adapter = adapter;
    this.dependsOnOrder = dependsOnOrder;
    this.reason = reason;
    this.outcome = outcome;
    this.messages = messages;
    this.events =
        Arrays.stream(events)
            .map(it -> ProviderPayloads.of(adapter.provider(), it))
            .map(it -> adapter.read(it.body()))
            .toList();
  }

  ProviderAdapter adapter() {
    return adapter;
  }

  /** The fields of the record that docs/providers says to depend on the order of the events. */
  Set<String> dependsOnOrder() {
    return dependsOnOrder;
  }

  TerminationReason reason() {
    return reason;
  }

  OutcomeCategory outcome() {
    return outcome;
  }

  int messages() {
    return messages;
  }

  /** The signals of each event, in the order in which the provider sends them. */
  List<List<ProviderSignal>> events() {
    return events;
  }
}
