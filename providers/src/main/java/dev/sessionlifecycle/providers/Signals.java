package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.TriggeredBy;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects the signals of a request in the order in which they are to be applied. */
final class Signals {
  private static final int LONGEST_TYPE = 200;

  /** One message of a transcript. */
  record Line(MessageRole role, String text, @Nullable Instant at) {
    /** Contains no text. */
    @Override
    public String toString() {
      return "Line[role=" + role + "]";
    }
  }

  private final ExternalRef ref;
  private final List<ProviderSignal> signals = new ArrayList<>();

  Signals(String source, String id) {
    if (id.length() > Limits.EXTERNAL_REF_LENGTH || !Texts.isStorable(id)) {
      throw new MalformedPayloadException("the id of the call is too long, or no text");
    }
    this.ref = new ExternalRef(source, id);
  }

  /** Returns the one signal of a request that reports nothing about a session. */
  static List<ProviderSignal> other(@Nullable String type) {
    String name = type == null ? "unnamed" : type;
    return List.of(
        new ProviderSignal.Other(name.substring(0, Math.min(name.length(), LONGEST_TYPE))));
  }

  ExternalRef ref() {
    return ref;
  }

  Signals add(ProviderSignal signal) {
    signals.add(signal);
    return this;
  }

  /** Adds that the call was answered, which an end alone does not say. */
  Signals answered() {
    return add(new ProviderSignal.Reached(ref, SessionStatus.ACTIVE));
  }

  /** Adds an end, and before it that the call was answered where its reason implies that. */
  Signals ended(EndRequest end, @Nullable Instant at, boolean transcriptFollows) {
    if (impliesAnswer(end)) {
      answered();
    }
    return add(new ProviderSignal.Ended(ref, at(end, at), transcriptFollows));
  }

  /** Returns an end as the provider reports it, at this time. */
  static EndRequest at(EndRequest end, @Nullable Instant at) {
    EndRequest bySystem = end.withTriggeredBy(TriggeredBy.SYSTEM);
    return at == null ? bySystem : bySystem.withEndedAt(at);
  }

  /**
   * Whether a call that ended like this was answered, as far as its outcome depends on that: where
   * the user's side left.
   */
  static boolean impliesAnswer(EndRequest end) {
    TerminationReason reason = end.reason();
    return reason != null && reason.outcome(true) != reason.outcome(false);
  }

  /**
   * Adds a transcript. Ids are made of the call and the place, so that a message has the same
   * whenever it is reported; a text over the bound of a message becomes several messages.
   */
  Signals spoke(List<Line> lines) {
    List<Message> messages = new ArrayList<>();
    int bytes = Limits.defaults().messageBytes();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      List<String> parts = Texts.parts(Texts.withoutUnstorable(line.text()), bytes);
      for (int part = 0; part < parts.size(); part++) {
        messages.add(new Message(idOf(i, part), line.role(), parts.get(part), line.at(), null));
      }
    }
    return messages.isEmpty() ? this : add(new ProviderSignal.Spoke(ref, messages));
  }

  private UUID idOf(int line, int part) {
    String name = ref.source() + "\n" + ref.id() + "\n" + line + "\n" + part;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds the amounts that are there. */
  Signals used(String report, Amounts amounts) {
    return amounts.byName.isEmpty()
        ? this
        : add(new ProviderSignal.Used(ref, report, amounts.byName));
  }

  List<ProviderSignal> all() {
    return List.copyOf(signals);
  }

  /** Collects amounts by name. */
  static final class Amounts {
    private final Map<String, BigDecimal> byName = new TreeMap<>();

    Amounts add(String name, Payload amount) {
      return add(name, amount.amount());
    }

    Amounts add(String name, @Nullable BigDecimal amount) {
      if (amount != null) {
        byName.merge(name, amount, BigDecimal::add);
      }
      return this;
    }
  }
}
