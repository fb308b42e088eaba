package dev.sessionlifecycle.reasons;

import java.util.Locale;

/** The platforms whose words for an end come with the library, see {@link ReasonMapping}. */
public enum ReasonProvider {
  /** LiveKit: {@code DisconnectReason} by name and by number, and its SIP call statuses. */
  LIVEKIT,
  /** LiveKit Agents: {@code CloseReason}. */
  LIVEKIT_AGENTS,
  /** SIP: final response codes (RFC 3261 and its extensions), and LiveKit's names for them. */
  SIP,
  /** Q.850 causes by number and name, as ISDN, SS7 and SIP gateways report them. */
  Q850,
  /** Asterisk: {@code HANGUPCAUSE}, {@code AST_CAUSE_…} and {@code DIALSTATUS}. */
  ASTERISK,
  /** FreeSWITCH: {@code hangup_cause} by name and number. */
  FREESWITCH,
  /** Twilio: call status, and {@code AnsweredBy} of answering machine detection. */
  TWILIO,
  /** Vapi: {@code endedReason}. */
  VAPI,
  /** Retell: {@code disconnection_reason}. */
  RETELL,
  /** Amazon Connect: {@code DisconnectReason} and the status of answering machine detection. */
  AMAZON_CONNECT,
  /** Genesys Cloud: {@code disconnectType}, as seen from one leg. */
  GENESYS,
  /** ElevenLabs: the free text {@code termination_reason}, and statuses. */
  ELEVENLABS,
  /** Pipecat: the frame that ended the pipeline, and error categories. */
  PIPECAT,
  /** Bland: queue status, who answered and who ended a call. */
  BLAND,
  /** Bolna: status of a call. */
  BOLNA,
  /** Vogent: status of a dial. */
  VOGENT,
  /** telli: status of a call. */
  TELLI,
  /** Twin: status of a call, as reported by Asterisk. */
  TWIN,
  /** Bandwidth: disconnect cause. */
  BANDWIDTH,
  /** Fish Audio: end reason, as far as it is known. */
  FISH_AUDIO,
  /** Convot: ended reason. */
  CONVOT;

  private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /** The name of the mapping, such as {@code livekit-agents}. */
  public String wire() {
    return wire;
  }
}
