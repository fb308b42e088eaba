package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Connect: contact events of EventBridge, and contact records. A session is a contact; a
 * transfer begins another one. The first letters of names are read without regard to case, since
 * Amazon's own samples differ. Sources: the pages "Amazon Connect contact events" and "Data model
 * for contact records" of its administrator guide.
 */
final class ConnectAdapter implements ProviderAdapter {
  private static final PayloadReader READER = PayloadReader.loweringNames();

  private final String header;
  private final Secrets values;
  private final ReasonMapping reasons = ReasonMapping.of(ReasonProvider.AMAZON_CONNECT);

  ConnectAdapter(String header, Secrets values) {
    this.header = header;
    this.values = values;
  }

  @Override
  public String provider() {
    return "amazon-connect";
  }

  @Override
  public void verify(ProviderRequest request, Instant arrivedAt) {
    Signed.require(values.contain(Signed.header(request, header)));
  }

  @Override
  public List<ProviderSignal> read(byte[] body) {
    Payload event = READER.read(body);
    String kind = event.at("detail-type").text();
    if (kind == null) {
      return record(event);
    } else if (!kind.equals("Amazon Connect Contact Event")) {
      return Signals.other(kind);
    }
    Payload contact = event.at("detail");
    String type = contact.at("eventType").required("detail.eventType");
    return switch (type) {
      case "INITIATED", "QUEUED" -> began(contact, SessionStatus.QUEUED).all();
      case "CONNECTED_TO_SYSTEM", "CONNECTED_TO_AGENT" ->
          began(contact, SessionStatus.ACTIVE).answered().all();
      case "DISCONNECTED", "COMPLETED" -> ended(contact).all();
      default -> Signals.other(type);
    };
  }

  private static Signals began(Payload contact, SessionStatus status) {
    Signals signals = new Signals("connect:contact", contact.at("contactId").required("contactId"));
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            contact.at("channel").content().isEmpty()
                ? "voice"
                : contact.at("channel").content().toLowerCase(Locale.ROOT),
            origin(contact.at("initiationMethod").content()),
            status,
            contact.at("initiationTimestamp").time(),
            contact.at("customerEndpoint", "address").text()));
  }

  private static @Nullable Origin origin(String method) {
    return switch (method) {
      case "INBOUND" -> Origin.INBOUND;
      case "OUTBOUND", "EXTERNAL_OUTBOUND", "CALLBACK" -> Origin.OUTBOUND;
      default -> null; // a transfer, or the API, which either side may use
    };
  }

  private Signals ended(Payload contact) {
    Signals signals = began(contact, SessionStatus.QUEUED);
    Instant connected = contact.at("connectedToSystemTimestamp").time();
    Instant withAgent = contact.at("agentInfo", "connectedToAgentTimestamp").time();
    Instant ended = contact.at("disconnectTimestamp").time();
    if (connected != null || withAgent != null) {
      signals.answered();
    }
    if (connected != null && ended != null && !ended.isBefore(connected)) {
      BigDecimal seconds =
          BigDecimal.valueOf(Duration.between(connected, ended).toMillis(), 3).stripTrailingZeros();
      signals.used("contact", new Signals.Amounts().add(ProviderSignal.Used.SECONDS, seconds));
    }
    return signals.ended(reason(contact), ended, false);
  }

  private List<ProviderSignal> record(Payload contact) {
    if (contact.at("disconnectTimestamp").isMissing()
        && contact.at("disconnectReason").isMissing()) {
      return Signals.other("record without an end");
    }
    Signals signals = ended(contact);
    boolean isRecorded =
        !contact.at("recordings").items().isEmpty() || contact.at("recording").isObject();
    return isRecorded
        ? signals.add(new ProviderSignal.Recorded(signals.ref())).all()
        : signals.all();
  }

  /** A machine that answered says more than who hung up then. */
  private EndRequest reason(Payload contact) {
    EndRequest detected = reasons.toRequest(contact.at("answeringMachineDetectionStatus").text());
    return detected.reason() == TerminationReason.VOICEMAIL_DETECTED
        ? detected
        : reasons.toRequest(contact.at("disconnectReason").text());
  }
}
