package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.reasons.ReasonProvider;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Genesys Cloud: detail events of conversations, as EventBridge or a trigger delivers them. The
 * customer's leg begins and ends a session; an agent's leg makes it active. Sources: the models
 * {@code …DetailEventTopic…} of platform-client-sdk.
 */
final class GenesysAdapter implements ProviderAdapter {
  private static final Pattern TOPIC =
      Pattern.compile(
          "v2\\.detail\\.events\\.conversation\\.[^.]*\\.(customer|external|user)\\.(start|end)");
  private static final PayloadReader READER = PayloadReader.skipping("attributes");

  private final String header;
  private final Secrets values;
  private final ReasonMapping reasons = ReasonMapping.of(ReasonProvider.GENESYS);

  GenesysAdapter(String header, Secrets values) {
    this.header = header;
    this.values = values;
  }

  @Override
  public String provider() {
    return "genesys";
  }

  @Override
  public void verify(ProviderRequest request, Instant arrivedAt) {
    Signed.require(values.contain(Signed.header(request, header)));
  }

  @Override
  public List<ProviderSignal> read(byte[] body) {
    Payload read = READER.read(body);
    Payload event = read.at("detail").isObject() ? read.at("detail") : read;
    String topic = event.at("topicName").required("topicName");
    Matcher parts = TOPIC.matcher(topic);
    if (!parts.matches()) {
      return Signals.other(topic.substring(topic.lastIndexOf('.', topic.lastIndexOf('.') - 1) + 1));
    }
    String leg = parts.group(1);
    boolean isStart = parts.group(2).equals("start");
    Payload conversation = event.at("eventBody");
    if (leg.equals("user")) {
      return isStart
          ? began(conversation, SessionStatus.ACTIVE).answered().all()
          : Signals.other("user.end");
    }
    Signals signals = began(conversation, SessionStatus.QUEUED);
    return isStart ? signals.all() : ended(conversation, signals, leg);
  }

  private static Signals began(Payload conversation, SessionStatus status) {
    Signals signals =
        new Signals(
            "genesys:conversation", conversation.at("conversationId").required("conversationId"));
    Origin origin =
        switch (conversation.at("direction").content().toUpperCase(Locale.ROOT)) {
          case "INBOUND" -> Origin.INBOUND;
          case "OUTBOUND" -> Origin.OUTBOUND;
          default -> null;
        };
    String media = conversation.at("mediaType").content().toLowerCase(Locale.ROOT);
    return signals.add(
        new ProviderSignal.Began(
            signals.ref(),
            media.isEmpty() ? "voice" : media,
            origin,
            status,
            conversation.at("eventTime").millis(),
            conversation.at(origin == Origin.OUTBOUND ? "dnis" : "ani").text()));
  }

  private List<ProviderSignal> ended(Payload conversation, Signals signals, String leg) {
    BigDecimal connected = conversation.at("connectedDurationMs").amount();
    return signals
        .used(
            "conversation",
            new Signals.Amounts()
                .add(
                    ProviderSignal.Used.SECONDS,
                    connected == null ? null : connected.movePointLeft(3)))
        .ended(
            reasons.onLeg(leg).toRequest(conversation.at("disconnectType").text()),
            conversation.at("eventTime").millis(),
            false)
        .all();
  }
}
