package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ElevenLabs: post-call webhooks, each of which reports a whole conversation. Source:
 * elevenlabs.io/docs, "Post-call webhooks".
 */
final class ElevenLabsAdapter implements ProviderAdapter {
  private static final String HEADER = "ElevenLabs-Signature";

  /** As in the provider's own example: a request that is sent again has the time of the first. */
  private static final Duration WINDOW = Duration.ofMinutes(30);

  private static final PayloadReader READER =
      PayloadReader.skipping(
          "tool_calls",
          "tool_results",
          "conversation_turn_metrics",
          "conversation_initiation_client_data",
          "analysis",
          "full_audio");

  private final Secrets secrets;
  private final SipCodes sip = new SipCodes();
  private final ReasonMapping reasons =
      ReasonMapping.of(ReasonProvider.ELEVENLABS).toBuilder()
          .put("busy", TerminationReason.CALLEE_BUSY)
          .put("no-answer", TerminationReason.CALLEE_NO_ANSWER)
          .build();

  ElevenLabsAdapter(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public String provider() {
    return "elevenlabs";
  }

  @Override
  public void verify(ProviderRequest request, Instant arrivedAt) {
    String header = Signed.header(request, HEADER);
    String time = Signed.field(header, "t", HEADER);
    byte[] digest = Signed.hex(Signed.field(header, "v0", HEADER));
    byte[] prefix = Secrets.bytes(time + ".");
    Signed.require(
        secrets.matchAny(digest, it -> Secrets.hmac("HmacSHA256", it, prefix, request.body())));
    Signed.withinWindow(new Payload(time).seconds(), arrivedAt, WINDOW);
  }

  @Override
  public List<ProviderSignal> read(byte[] body) {
    Payload event = READER.read(body);
    String type = event.at("type").required("type");
    return switch (type) {
      case "post_call_transcription" -> conversation(event.at("data"));
      case "call_initiation_failure" -> failure(event);
      default -> Signals.other(type);
    };
  }

  private static Signals began(
      Payload data, SessionStatus status, @Nullable Instant startedAt, String channel) {
    Signals signals =
        new Signals(
            "elevenlabs:conversation", data.at("conversation_id").required("conversation_id"));
    Payload phone = data.at("metadata", "phone_call");
    Origin origin =
        switch (phone.at("direction").content()) {
          case "inbound" -> Origin.INBOUND;
          case "outbound" -> Origin.OUTBOUND;
          default -> null;
        };
    String number = phone.at("external_number").text();
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            channel,
            origin,
            status,
            startedAt,
            number == null ? data.at("user_id").text() : number));
  }

  private List<ProviderSignal> conversation(Payload data) {
    Payload metadata = data.at("metadata");
    Instant start = metadata.at("start_time_unix_secs").seconds();
    Payload duration = metadata.at("call_duration_secs");
    List<Signals.Line> lines = lines(data, start);
    Signals signals = began(data, SessionStatus.ACTIVE, start, channel(metadata));
    if (!lines.isEmpty()) {
      signals.answered();
    }
    signals.spoke(lines);
    if (data.at("has_audio").isTrue()) {
      signals.add(new ProviderSignal.Recorded(signals.ref()));
    }
    return signals
        .used(
            "conversation",
            new Signals.Amounts()
                .add(ProviderSignal.Used.SECONDS, duration)
                .add(ProviderSignal.Used.CREDITS, metadata.at("cost")))
        .ended(end(data), start == null ? null : RetellAdapter.after(start, duration), false)
        .all();
  }

  private static String channel(Payload metadata) {
    if (metadata.at("text_only").isTrue()) {
      return "chat";
    }
    return metadata.at("phone_call").isObject() ? "voice" : "web";
  }

  private static List<Signals.Line> lines(Payload data, @Nullable Instant start) {
    List<Signals.Line> lines = new ArrayList<>();
    for (Payload each : data.at("transcript").items()) {
      MessageRole role =
          each.at("role").content().equals("user") ? MessageRole.USER : MessageRole.AGENT;
      String text = each.at("message").content();
      if (!text.isEmpty()) {
        lines.add(
            new Signals.Line(role, text, RetellAdapter.after(start, each.at("time_in_call_secs"))));
      }
    }
    return lines;
  }

  private EndRequest end(Payload data) {
    String reason = data.at("metadata", "termination_reason").text();
    return reasons.toRequest(reason == null ? data.at("status").text() : reason);
  }

  private List<ProviderSignal> failure(Payload event) {
    Payload data = event.at("data");
    Instant at = event.at("event_timestamp").seconds();
    Payload body = data.at("metadata", "body");
    String code = body.at("sip_status_code").text();
    EndRequest end = sip.end(code == null ? body.at("SipResponseCode").text() : code);
    String reason = data.at("failure_reason").text();
    if (end == null) {
      end = reasons.toRequest(reason);
    }
    if (end.reason() == null || end.reason().isUnspecific()) {
      end = EndRequest.because(TerminationReason.SIP_DIAL_FAILED, reason);
    }
    return began(data, SessionStatus.RINGING, at, "voice").ended(end, at, false).all();
  }
}
