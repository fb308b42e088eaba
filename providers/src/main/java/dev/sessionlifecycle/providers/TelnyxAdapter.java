package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Telnyx: events of Call Control. A session is a leg of a call. Source:
 * developers.telnyx.com/api-reference/callbacks.
 */
final class TelnyxAdapter implements ProviderAdapter {
  private static final String HEADER = "telnyx-signature-ed25519";
  private static final String TIME = "telnyx-timestamp";
  private static final int KEY_BYTES = 32;

  /** What stands before the 32 bytes of an Ed25519 key in the form of X.509 (RFC 8410). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final PayloadReader READER =
      PayloadReader.skipping("call_quality_stats", "custom_headers", "sip_headers");

  private final List<PublicKey> keys;
  private final SipCodes sip = new SipCodes();
  private final ReasonMapping reasons =
      ReasonMapping.builder("telnyx")
          .put("call_rejected", TerminationReason.CALLEE_DECLINED)
          .put("normal_clearing", TerminationReason.PARTICIPANT_LEFT)
          .put("originator_cancel", TerminationReason.ABANDONED)
          .put("timeout", TerminationReason.CALLEE_NO_ANSWER)
          .put("no_answer", TerminationReason.CALLEE_NO_ANSWER)
          .put("time_limit", TerminationReason.MAX_CALL_DURATION)
          .put("user_busy", TerminationReason.CALLEE_BUSY)
          .put("not_found", TerminationReason.CALLEE_NOT_FOUND)
          .put("unspecified", TerminationReason.UNKNOWN)
          .put("machine", TerminationReason.VOICEMAIL_DETECTED)
          .put("machine_*", TerminationReason.VOICEMAIL_DETECTED)
          .put("fax_detected", TerminationReason.CALLEE_UNAVAILABLE)
          .build();

  TelnyxAdapter(String... publicKeys) {
    this.keys =
        Secrets.checked("public_keys", publicKeys).stream().map(TelnyxAdapter::key).toList();
  }

  private static PublicKey key(String base64) {
    byte[] raw = Signed.base64(base64.strip());
    if (raw.length != KEY_BYTES) {
      throw Validator.invalid("public_keys", "must be 32 bytes in Base64");
    }
    try {
      byte[] encoded = new byte[X509.length + KEY_BYTES];
      System.arraycopy(X509, 0, encoded, 0, X509.length);
      System.arraycopy(raw, 0, encoded, X509.length, KEY_BYTES);
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw Validator.invalid("public_keys", "must be keys of Ed25519");
    }
  }

  @Override
  public String provider() {
    return "telnyx";
  }

  @Override
  public void verify(ProviderRequest request, Instant arrivedAt) {
    byte[] signature = Signed.base64(Signed.header(request, HEADER));
    String time = Signed.header(request, TIME);
    byte[] prefix = Secrets.bytes(time + "|");
    boolean isAuthentic = false;
    for (PublicKey key : keys) {
      isAuthentic |= isSigned(key, signature, prefix, request.body());
    }
    Signed.require(isAuthentic);
    Signed.withinWindow(new Payload(time).seconds(), arrivedAt, REPLAY_WINDOW);
  }

  private static boolean isSigned(PublicKey key, byte[] signature, byte[]... parts) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      for (byte[] part : parts) {
        check.update(part);
      }
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not even in the form of a signature
    }
  }

  @Override
  public List<ProviderSignal> read(byte[] body) {
    Payload data = READER.read(body).at("data");
    String type = data.at("event_type").required("data.event_type");
    Payload call = data.at("payload");
    return switch (type) {
      case "call.initiated" -> began(call, SessionStatus.RINGING).all();
      case "call.answered" -> began(call, SessionStatus.ACTIVE).answered().all();
      case "call.machine.detection.ended", "call.machine.premium.detection.ended" -> detected(call);
      case "call.recording.saved" -> {
        Signals signals = began(call, SessionStatus.ACTIVE);
        yield signals.add(new ProviderSignal.Recorded(signals.ref())).all();
      }
      case "call.hangup" -> ended(call, data.at("occurred_at").time());
      default -> Signals.other(type);
    };
  }

  private static Signals began(Payload call, SessionStatus status) {
    Signals signals =
        new Signals("telnyx:call", call.at("call_leg_id").required("data.payload.call_leg_id"));
    Origin origin =
        switch (call.at("direction").content()) {
          case "incoming", "inbound" -> Origin.INBOUND;
          case "outgoing", "outbound" -> Origin.OUTBOUND;
          default -> null;
        };
    String user = call.at(origin == Origin.OUTBOUND ? "to" : "from").text();
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            "voice",
            origin,
            status,
            call.at("start_time").time(),
            origin == null ? null : user));
  }

  private List<ProviderSignal> detected(Payload call) {
    Signals signals = began(call, SessionStatus.ACTIVE).answered();
    EndRequest machine = specific(call.at("result").text());
    if (machine != null) {
      signals.add(new ProviderSignal.Explained(signals.ref(), Signals.at(machine, null)));
    }
    return signals.all();
  }

  private @Nullable EndRequest specific(@Nullable String result) {
    boolean isMachine =
        result != null && (result.startsWith("machine") || result.equals("fax_detected"));
    return isMachine ? reasons.toRequest(result) : null;
  }

  private List<ProviderSignal> ended(Payload call, @Nullable Instant occurred) {
    Signals signals = began(call, SessionStatus.RINGING);
    Instant start = call.at("start_time").time();
    Instant end = call.at("end_time").time();
    if (start != null && end != null && !end.isBefore(start)) {
      BigDecimal seconds =
          BigDecimal.valueOf(Duration.between(start, end).toMillis(), 3).stripTrailingZeros();
      signals.used("call", new Signals.Amounts().add(ProviderSignal.Used.SECONDS, seconds));
    }
    EndRequest code = sip.end(call.at("sip_hangup_cause").text());
    return signals
        .ended(
            code == null ? reasons.toRequest(call.at("hangup_cause").text()) : code,
            end == null ? occurred : end,
            false)
        .all();
  }
}
