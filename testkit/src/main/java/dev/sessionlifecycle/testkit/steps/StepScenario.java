package dev.sessionlifecycle.testkit.steps;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An ended session with its transcript, as a step receives it. Immutable: methods that add to it
 * return a copy. Deterministic, including ids and times.
 */
public final class StepScenario {

  private static final Instant START = Instant.parse("2026-01-05T09:00:00Z");

  private final SessionFacts facts;
  private final List<TranscriptMessage> messages;

  private StepScenario(SessionFacts facts, List<TranscriptMessage> messages) {
    this.facts = facts;
    this.messages = List.copyOf(messages);
  }

  /** Returns a resolved voice session without messages. */
  public static StepScenario voice() {
    return on("voice");
  }

  /** Returns a resolved session on this channel without messages. */
  public static StepScenario on(String channel) {
    Validator.require("channel", channel);
    return new StepScenario(new SessionFacts(channel, START), List.of());
  }

  /** Returns a copy with another message of the user. */
  public StepScenario user(String text) {
    return message(MessageRole.USER, text);
  }

  /** Returns a copy with another message of the agent. */
  public StepScenario agent(String text) {
    return message(MessageRole.AGENT, text);
  }

  /** Returns a copy with another message of this role, five seconds after the previous one. */
  public StepScenario message(MessageRole role, String text) {
    int number = messages.size();
    UUID id = UUID.nameUUIDFromBytes(("message " + number).getBytes(StandardCharsets.UTF_8));
    List<TranscriptMessage> more = new ArrayList<>(messages);
    more.add(new TranscriptMessage(id, role, text, START.plusSeconds(5L * number)));
    return new StepScenario(facts, more);
  }

  /** Returns a copy with these messages instead of the previous ones. */
  public StepScenario transcript(Transcript transcript) {
    Validator.require("transcript", transcript);
    return new StepScenario(facts, transcript.messages());
  }

  /** Returns a copy with this subject. */
  public StepScenario subject(@Nullable String subject) {
    return facts(f -> f.subject = subject);
  }

  /** Returns a copy with this summary. */
  public StepScenario summary(@Nullable String summary) {
    return facts(f -> f.summary = summary);
  }

  /** Returns a copy with this reported reason. */
  public StepScenario reportedReason(@Nullable String reported) {
    return facts(f -> f.reportedReason = reported);
  }

  /** Returns a copy with this metadata. */
  public StepScenario metadata(Map<String, Object> metadata) {
    return facts(f -> f.metadata = Validator.require("metadata", metadata));
  }

  /** Returns a copy with these context variables. */
  public StepScenario contextVariables(Map<String, Object> variables) {
    return facts(f -> f.contextVariables = Validator.require("variables", variables));
  }

  /** Returns a copy with this external id. */
  public StepScenario externalRef(String source, String id) {
    Validator.require("source", source);
    Validator.require("id", id);
    return facts(
        f -> {
          f.externalSource = source;
          f.externalId = id;
        });
  }

  /** Returns a copy whose disposition has this note. */
  public StepScenario dispositionNote(String note) {
    return facts(f -> f.dispositionNote = Validator.require("note", note));
  }

  /** Returns a copy with these names in {@code triggeredBy}. */
  public StepScenario triggeredBy(String... names) {
    Validator.require("names", names);
    return facts(f -> f.triggeredBy = Set.of(names));
  }

  private StepScenario facts(Consumer<SessionFacts> change) {
    return new StepScenario(facts.with(change), messages);
  }

  /** Returns the session. */
  public ClosedSession session() {
    return facts.session(messages.size());
  }

  /** Returns its messages. */
  public Transcript transcript() {
    return new Transcript(messages);
  }

  /** Returns whether a step has marked the session's memory as synced. */
  public boolean memorySynced() {
    return facts.memorySynced;
  }

  /** Returns the context of the step's first attempt. */
  public StepContext context(FinalizeStep step) {
    return context(step, 1);
  }

  /** Returns the context of this attempt of the step. */
  public StepContext context(FinalizeStep step, int attempt) {
    return new ScenarioContext(this, step.name(), attempt);
  }

  /** Returns the session as stored after the outcome is committed. */
  public StepScenario after(StepOutcome outcome) {
    Validator.require("outcome", outcome);
    return outcome instanceof StepOutcome.Done done ? apply(done.effects()) : this;
  }

  private StepScenario apply(Effects effects) {
    return new StepScenario(
        facts.with(f -> f.apply(effects)), replacing(effects.messageTexts()).messages);
  }

  /** Returns a copy with these texts of messages. */
  StepScenario replacing(Map<UUID, String> texts) {
    List<TranscriptMessage> changed = new ArrayList<>();
    for (TranscriptMessage m : messages) {
      String text = texts.getOrDefault(m.id(), m.text());
      changed.add(new TranscriptMessage(m.id(), m.role(), text, m.sentAt()));
    }
    return new StepScenario(facts, changed);
  }

  /** Returns every text of the session that a store holds. */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    messages.forEach(message -> texts.add(message.text()));
    facts.texts().forEach(texts::add);
    return texts;
  }

  boolean sameAs(StepScenario other) {
    return messages.equals(other.messages)
        && session().equals(other.session())
        && memorySynced() == other.memorySynced();
  }
}
