package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * LiveKit. A session is a room, by its {@code sid}. Sources: {@code livekit_webhook.proto}, {@code
 * livekit_models.proto} and {@code livekit_agent.proto} of livekit/protocol, in the mapping of
 * Protocol Buffers to JSON.
 */
final class LiveKitAdapter implements ProviderAdapter {
  private static final String HEADER = "Authorization";

  /** Kinds of participants that are end users; the first kind is left out as a default. */
  private static final Set<String> PEOPLE = Set.of("", "STANDARD", "SIP", "0", "3");

  private static final Set<String> DIALLING = Set.of("dialing", "ringing", "automation");
  private static final PayloadReader READER =
      PayloadReader.skipping("tracks", "permission", "metadata", "enabledCodecs");

  private final Map<String, String> secretsByKey;
  private final ReasonMapping reasons = ReasonMapping.livekit();

  LiveKitAdapter(Map<String, String> secretsByKey) {
    Validator.require("secrets_by_key", secretsByKey);
    Map<String, String> checked = new HashMap<>();
    secretsByKey.forEach(
        (key, secret) ->
            checked.put(
                Secrets.checked("api_key", key).get(0),
                Secrets.checked("api_secret", secret).get(0)));
    if (checked.isEmpty()) {
      throw Validator.invalid("secrets_by_key", "must have at least one key");
    }
    this.secretsByKey = Map.copyOf(checked);
  }

  @Override
  public String provider() {
    return "livekit";
  }

  @Override
  public void verify(ProviderRequest request, Instant arrivedAt) {
    String header = Signed.header(request, HEADER);
    String token = header.startsWith("Bearer ") ? header.substring(7).strip() : header;
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new UnauthenticatedException("the header " + HEADER + " has no token");
    }
    Payload claims = claims(parts[1]);
    String issuer = claims.at("iss").text();
    String secret = issuer == null ? null : secretsByKey.get(issuer);
    byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
    Signed.require(
        secret != null
            && MessageDigest.isEqual(
                Secrets.hmac("HmacSHA256", secret, signed), base64Url(parts[2])));
    checkTimes(claims, arrivedAt);
    Signed.require(
        MessageDigest.isEqual(
            Secrets.sha256(request.body()), Signed.base64(claims.at("sha256").content())));
  }

  private static Payload claims(String part) {
    try {
      return READER.read(base64Url(part));
    } catch (MalformedPayloadException e) {
      throw new UnauthenticatedException("the header " + HEADER + " has no token");
    }
  }

  private static byte[] base64Url(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static void checkTimes(Payload claims, Instant arrivedAt) {
    Instant expires = claims.at("exp").seconds();
    Instant notBefore = claims.at("nbf").seconds();
    boolean isCurrent =
        expires != null
            && arrivedAt.isBefore(expires)
            && (notBefore == null || !arrivedAt.plus(REPLAY_WINDOW).isBefore(notBefore));
    if (!isCurrent) {
      throw new UnauthenticatedException("the token has expired, or is not valid yet");
    }
  }

  @Override
  public List<ProviderSignal> read(byte[] body) {
    Payload event = READER.read(body);
    String type = event.at("event").required("event");
    return switch (type) {
      case "room_started" -> signals(event.at("room"), event, SessionStatus.RINGING).all();
      case "room_finished" ->
          signals(event.at("room"), event, SessionStatus.RINGING)
              .ended(EndRequest.unspecified(), time(event), false)
              .all();
      case "participant_joined" -> joined(event);
      case "participant_left", "participant_connection_aborted" -> left(event);
      case "agent_job_started" ->
          signals(event.at("job", "room"), event, SessionStatus.RINGING).all();
      case "agent_job_ended" -> jobEnded(event);
      case "egress_ended" -> egressEnded(event);
      default -> Signals.other(type);
    };
  }

  private static Signals signals(Payload room, Payload event, SessionStatus status) {
    Signals signals = new Signals("livekit:room", room.at("sid").required("room.sid"));
    Payload participant = event.at("participant");
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            "voice",
            null,
            status,
            room.at("creationTime").seconds(),
            isPerson(participant) ? hint(participant) : null));
  }

  private static @Nullable String hint(Payload participant) {
    String number = participant.at("attributes", "sip.phoneNumber").text();
    return number == null ? participant.at("identity").text() : number;
  }

  private static boolean isPerson(Payload participant) {
    return participant.isObject() && PEOPLE.contains(participant.at("kind").content());
  }

  private static @Nullable Instant time(Payload event) {
    return event.at("createdAt").seconds();
  }

  private static List<ProviderSignal> joined(Payload event) {
    Payload participant = event.at("participant");
    boolean isPerson = isPerson(participant);
    boolean isDialling =
        DIALLING.contains(participant.at("attributes", "sip.callStatus").content());
    SessionStatus status = isPerson && !isDialling ? SessionStatus.ACTIVE : SessionStatus.RINGING;
    Signals signals = signals(event.at("room"), event, status);
    if (isPerson) {
      signals.add(new ProviderSignal.Joined(signals.ref(), participantId(participant)));
      if (!isDialling) {
        signals.answered();
      }
    }
    return signals.all();
  }

  private List<ProviderSignal> left(Payload event) {
    Payload participant = event.at("participant");
    Signals signals = signals(event.at("room"), event, SessionStatus.RINGING);
    TerminationReason reason = reasons.map(participant.at("disconnectReason").text());
    if (!isPerson(participant) || reason == TerminationReason.MIGRATION) {
      return signals.all();
    }
    String id = participantId(participant);
    if (reason == TerminationReason.DUPLICATE_IDENTITY) {
      return signals.add(new ProviderSignal.Left(signals.ref(), id, null)).all();
    }
    EndRequest end = reasons.toRequest(participant.at("disconnectReason").text());
    if (Signals.impliesAnswer(end)) {
      signals.answered();
    }
    return signals
        .add(new ProviderSignal.Left(signals.ref(), id, Signals.at(end, time(event))))
        .all();
  }

  private static String participantId(Payload participant) {
    return participant.at("sid").required("participant.sid");
  }

  private static List<ProviderSignal> jobEnded(Payload event) {
    Payload state = event.at("job", "state");
    Signals signals = signals(event.at("job", "room"), event, SessionStatus.RINGING);
    if (Set.of("JS_FAILED", "3").contains(state.at("status").content())) {
      EndRequest end = EndRequest.because(TerminationReason.AGENT_ERROR, "JS_FAILED");
      signals.add(new ProviderSignal.AgentFailed(signals.ref(), Signals.at(end, time(event))));
    }
    return signals.all();
  }

  private static List<ProviderSignal> egressEnded(Payload event) {
    Payload egress = event.at("egressInfo");
    if (!egress.at("status").content().equals("EGRESS_COMPLETE")) {
      return Signals.other("egress_ended");
    }
    Signals signals =
        new Signals("livekit:room", egress.at("roomId").required("egressInfo.roomId"));
    return signals.add(new ProviderSignal.Recorded(signals.ref())).all();
  }
}
