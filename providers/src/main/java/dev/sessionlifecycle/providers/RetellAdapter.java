package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Retell: events of calls and chats. Sources: docs.retellai.com/features/webhook, and {@code
 * src/lib/webhook_auth.ts} and {@code src/resources/call.ts} of retell-typescript-sdk.
 */
final class RetellAdapter implements ProviderAdapter {
  private static final String HEADER = "X-Retell-Signature";
  private static final BigDecimal DAY_MS = BigDecimal.valueOf(86_400_000);
  private static final Set<String> WITHOUT_TRANSCRIPT = Set.of("basic_attributes_only");
  private static final PayloadReader READER =
      PayloadReader.skipping(
          "transcript",
          "transcript_with_tool_calls",
          "tool_calls",
          "latency",
          "metadata",
          "call_analysis",
          "chat_analysis",
          "retell_llm_dynamic_variables",
          "collected_dynamic_variables",
          "llm_token_usage");

  private final Secrets apiKeys;
  private final ReasonMapping reasons = ReasonMapping.of(ReasonProvider.RETELL);

  RetellAdapter(Secrets apiKeys) {
    this.apiKeys = apiKeys;
  }

  @Override
  public String provider() {
    return "retell";
  }

  @Override
  public void verify(ProviderRequest request, Instant arrivedAt) {
    String header = Signed.header(request, HEADER);
    String time = Signed.field(header, "v", HEADER);
    byte[] digest = Signed.hex(Signed.field(header, "d", HEADER));
    Signed.require(
        apiKeys.matchAny(
            digest, it -> Secrets.hmac("HmacSHA256", it, request.body(), Secrets.bytes(time))));
    Signed.withinWindow(new Payload(time).millis(), arrivedAt, REPLAY_WINDOW);
  }

  @Override
  public List<ProviderSignal> read(byte[] body) {
    Payload event = READER.read(body);
    String type = event.at("event").required("event");
    return switch (type) {
      case "call_started" -> began(event.at("call"), SessionStatus.ACTIVE).answered().all();
      case "call_ended", "call_analyzed" -> ended(event.at("call"));
      case "transfer_bridged" -> {
        Signals signals = began(event.at("call"), SessionStatus.ACTIVE).answered();
        yield signals
            .add(new ProviderSignal.Reached(signals.ref(), SessionStatus.TRANSFERRED))
            .all();
      }
      case "chat_started" -> chat(event.at("chat")).all();
      case "chat_ended", "chat_analyzed" -> chatEnded(event.at("chat"));
      default -> Signals.other(type);
    };
  }

  private static Signals began(Payload call, SessionStatus status) {
    Signals signals = new Signals("retell:call", call.at("call_id").required("call.call_id"));
    Origin origin =
        switch (call.at("direction").content()) {
          case "inbound" -> Origin.INBOUND;
          case "outbound" -> Origin.OUTBOUND;
          default -> null;
        };
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            call.at("call_type").content().equals("web_call") ? "web" : "voice",
            origin,
            status,
            call.at("start_timestamp").millis(),
            call.at(origin == Origin.OUTBOUND ? "to_number" : "from_number").text()));
  }

  private List<ProviderSignal> ended(Payload call) {
    Signals signals = began(call, SessionStatus.RINGING);
    List<Signals.Line> lines = lines(call);
    if (!lines.isEmpty()) {
      signals.answered();
    }
    signals.spoke(lines);
    if (call.at("recording_url").text() != null
        || call.at("scrubbed_recording_url").text() != null) {
      signals.add(new ProviderSignal.Recorded(signals.ref()));
    }
    return signals
        .used(
            "duration",
            new Signals.Amounts()
                .add(ProviderSignal.Used.SECONDS, scaled(call.at("duration_ms"), 3)))
        .used("cost", cost(call.at("call_cost", "combined_cost")))
        .ended(end(call), call.at("end_timestamp").millis(), false)
        .all();
  }

  /** Retell charges in cents. */
  private static Signals.Amounts cost(Payload cents) {
    return new Signals.Amounts().add(ProviderSignal.Used.COST_USD, scaled(cents, 2));
  }

  private static @Nullable BigDecimal scaled(Payload amount, int places) {
    BigDecimal number = amount.amount();
    return number == null
        ? null
        : new Payload(number.movePointLeft(places).toPlainString()).amount();
  }

  private EndRequest end(Payload call) {
    String reason = call.at("disconnection_reason").text();
    return reasons.toRequest(reason == null ? call.at("call_status").text() : reason);
  }

  /** What was said: scrubbed by Retell where the agent is set so, and then never as it was said. */
  private static List<Signals.Line> lines(Payload call) {
    String setting = call.at("data_storage_setting").content();
    Instant start = call.at("start_timestamp").millis();
    List<Signals.Line> lines = new ArrayList<>();
    if (WITHOUT_TRANSCRIPT.contains(setting)) {
      return lines;
    }
    String field =
        setting.equals("everything_except_pii")
            ? "scrubbed_transcript_with_tool_calls"
            : "transcript_object";
    for (Payload each : call.at(field).items()) {
      MessageRole role = role(each);
      if (role != null) {
        List<Payload> words = each.at("words").items();
        Payload offset = words.isEmpty() ? new Payload(null) : words.get(0).at("start");
        lines.add(new Signals.Line(role, each.at("content").content(), after(start, offset)));
      }
    }
    return lines;
  }

  private static @Nullable MessageRole role(Payload line) {
    return switch (line.at("role").content()) {
      case "user" -> MessageRole.USER;
      case "agent" -> MessageRole.AGENT;
      default -> null; // calls of tools, and who a call was transferred to
    };
  }

  /** Returns the time so many seconds behind the start, of which at most a day is taken. */
  static @Nullable Instant after(@Nullable Instant start, Payload seconds) {
    BigDecimal offset = seconds.amount();
    return start == null || offset == null
        ? start
        : Payload.bounded(start.plusMillis(offset.movePointRight(3).min(DAY_MS).longValue()));
  }

  private static Signals chat(Payload chat) {
    Signals signals = new Signals("retell:chat", chat.at("chat_id").required("chat.chat_id"));
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            "chat",
            null,
            SessionStatus.ACTIVE,
            chat.at("start_timestamp").millis(),
            null));
  }

  private List<ProviderSignal> chatEnded(Payload chat) {
    List<Signals.Line> lines = new ArrayList<>();
    boolean isStored = !WITHOUT_TRANSCRIPT.contains(chat.at("data_storage_setting").content());
    for (Payload each :
        isStored ? chat.at("message_with_tool_calls").items() : List.<Payload>of()) {
      MessageRole role = role(each);
      if (role != null) {
        lines.add(
            new Signals.Line(
                role, each.at("content").content(), each.at("created_timestamp").millis()));
      }
    }
    Signals signals = chat(chat);
    String status = chat.at("chat_status").content();
    EndRequest end = status.equals("error") ? reasons.toRequest(status) : EndRequest.unspecified();
    return signals
        .spoke(lines)
        .used("cost", cost(chat.at("chat_cost", "combined_cost")))
        .ended(end, chat.at("end_timestamp").millis(), false)
        .all();
  }
}
