package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vapi: server messages. A session is a call, or a chat session. Source: docs.vapi.ai, "Server
 * events" and "End of call report".
 */
final class VapiAdapter implements ProviderAdapter {
  private static final String SIGNATURE = "X-Signature";
  private static final int SHA512_BYTES = 64;

  /** Vapi does not publish the unit of the time that it signs: seconds have fewer digits. */
  private static final int MILLIS_DIGITS = 12;

  private static final PayloadReader READER =
      PayloadReader.skipping(
          "assistant",
          "assistantOverrides",
          "squad",
          "workflow",
          "messagesOpenAIFormatted",
          "performanceMetrics",
          "variables",
          "variableValues",
          "costs",
          "tools",
          "toolCalls");

  private final Secrets secrets;
  private final ReasonMapping reasons = ReasonMapping.of(ReasonProvider.VAPI);

  VapiAdapter(Secrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public String provider() {
    return "vapi";
  }

  @Override
  public void verify(ProviderRequest request, Instant arrivedAt) {
    if (request.header(SIGNATURE).isPresent()) {
      verifySigned(request, arrivedAt);
      return;
    }
    String secret = request.header("X-Vapi-Secret").orElse("");
    String bearer = request.header("Authorization").orElse("");
    String token = bearer.startsWith("Bearer ") ? bearer.substring(7).strip() : "";
    Signed.require(secrets.contain(secret) || secrets.contain(token));
  }

  /**
   * An HMAC credential in the form that Vapi proposes: {@code {timestamp}.{body}} in hexadecimal.
   */
  private void verifySigned(ProviderRequest request, Instant arrivedAt) {
    String header = Signed.header(request, SIGNATURE);
    String time = Signed.header(request, "X-Timestamp");
    byte[] digest = Signed.hex(header.substring(header.indexOf('=') + 1));
    String algorithm = digest.length == SHA512_BYTES ? "HmacSHA512" : "HmacSHA256";
    Signed.require(
        secrets.matchAny(
            digest, it -> Secrets.hmac(algorithm, it, Secrets.bytes(time + "."), request.body())));
    Payload signedAt = new Payload(time);
    Signed.withinWindow(
        time.length() < MILLIS_DIGITS ? signedAt.seconds() : signedAt.millis(),
        arrivedAt,
        REPLAY_WINDOW);
  }

  @Override
  public List<ProviderSignal> read(byte[] body) {
    Payload message = READER.read(body).at("message");
    String type = message.at("type").required("message.type");
    return switch (type) {
      case "status-update" -> statusUpdate(message);
      case "end-of-call-report" -> report(message);
      case "session.created", "session.updated", "session.deleted" -> chat(message, type);
      default -> Signals.other(type);
    };
  }

  private static Signals began(Payload message, SessionStatus status) {
    Payload call = message.at("call");
    Signals signals = new Signals("vapi:call", call.at("id").required("message.call.id"));
    String type = call.at("type").content();
    Origin origin =
        switch (type) {
          case "outboundPhoneCall" -> Origin.OUTBOUND;
          case "inboundPhoneCall", "webCall", "vapi.websocketCall" -> Origin.INBOUND;
          default -> null;
        };
    String number = call.at("customer", "number").text();
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            type.equals("webCall") ? "web" : "voice",
            origin,
            status,
            call.at("createdAt").time(),
            number == null ? message.at("customer", "number").text() : number));
  }

  private List<ProviderSignal> statusUpdate(Payload message) {
    String status = message.at("status").required("message.status");
    return switch (status) {
      case "scheduled", "queued" -> began(message, SessionStatus.QUEUED).all();
      case "ringing" -> {
        Signals signals = began(message, SessionStatus.RINGING);
        yield signals.add(new ProviderSignal.Reached(signals.ref(), SessionStatus.RINGING)).all();
      }
      case "in-progress" -> began(message, SessionStatus.ACTIVE).answered().all();
      case "forwarding" -> {
        Signals signals = began(message, SessionStatus.ACTIVE).answered();
        yield signals
            .add(new ProviderSignal.Reached(signals.ref(), SessionStatus.TRANSFERRED))
            .all();
      }
      case "ended" ->
          began(message, SessionStatus.RINGING)
              .ended(end(message), message.at("timestamp").millis(), true)
              .all();
      default -> Signals.other("status-update " + status);
    };
  }

  private EndRequest end(Payload message) {
    return reasons.toRequest(message.at("endedReason").text());
  }

  private List<ProviderSignal> report(Payload message) {
    List<Signals.Line> lines = lines(message);
    Signals signals = began(message, SessionStatus.RINGING);
    if (lines.stream().anyMatch(it -> it.role() == MessageRole.USER)) {
      signals.answered();
    }
    signals.spoke(lines);
    if (isRecorded(message)) {
      signals.add(new ProviderSignal.Recorded(signals.ref()));
    }
    return signals
        .used("end-of-call-report", amounts(message))
        .ended(end(message), message.at("endedAt").time(), false)
        .all();
  }

  private static List<Signals.Line> lines(Payload message) {
    Payload messages = message.at("artifact", "messages");
    List<Signals.Line> lines = new ArrayList<>();
    for (Payload each : (messages.isMissing() ? message.at("messages") : messages).items()) {
      MessageRole role =
          switch (each.at("role").content()) {
            case "user" -> MessageRole.USER;
            case "bot", "assistant" -> MessageRole.AGENT;
            default -> null; // the prompt, and calls of tools
          };
      if (role != null) {
        lines.add(new Signals.Line(role, each.at("message").content(), each.at("time").millis()));
      }
    }
    return lines;
  }

  private static boolean isRecorded(Payload message) {
    Payload artifact = message.at("artifact");
    return artifact.at("recording").isObject()
        || artifact.at("recordingUrl").text() != null
        || message.at("recordingUrl").text() != null;
  }

  private static Signals.Amounts amounts(Payload message) {
    Payload breakdown = message.at("costBreakdown");
    return new Signals.Amounts()
        .add(ProviderSignal.Used.SECONDS, seconds(message))
        .add(ProviderSignal.Used.COST_USD, message.at("cost"))
        .add(ProviderSignal.Used.INPUT_TOKENS, breakdown.at("llmPromptTokens"))
        .add(ProviderSignal.Used.OUTPUT_TOKENS, breakdown.at("llmCompletionTokens"))
        .add(ProviderSignal.Used.SPEECH_CHARACTERS, breakdown.at("ttsCharacters"));
  }

  private static @Nullable BigDecimal seconds(Payload message) {
    BigDecimal seconds = message.at("durationSeconds").amount();
    Instant started = message.at("startedAt").time();
    Instant ended = message.at("endedAt").time();
    if (seconds != null || started == null || ended == null || ended.isBefore(started)) {
      return seconds;
    }
    return BigDecimal.valueOf(Duration.between(started, ended).toMillis(), 3);
  }

  private static List<ProviderSignal> chat(Payload message, String type) {
    Payload session = message.at("session");
    Signals signals = new Signals("vapi:session", session.at("id").required("message.session.id"));
    signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            "chat",
            null,
            SessionStatus.ACTIVE,
            session.at("createdAt").time(),
            session.at("customer", "number").text()));
    boolean isOver =
        type.equals("session.deleted") || session.at("status").content().equals("completed");
    return isOver
        ? signals.ended(EndRequest.unspecified(), message.at("timestamp").millis(), false).all()
        : signals.all();
  }
}
