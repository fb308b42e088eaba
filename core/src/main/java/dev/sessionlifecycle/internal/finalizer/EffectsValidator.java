package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.Limits;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Checks the effects of a step against the limits of the public API. */
record EffectsValidator(Limits limits) {
  /** Returns the effects as every store would read them back; empty if they exceed a limit. */
  Optional<Effects> validate(Effects effects) {
    if (effects.isEmpty()) {
      return Optional.of(effects);
    }
    Validator door = new Validator();
    Effects.Builder checked = Effects.builder();
    effects
        .messageTexts()
        .forEach(
            (id, text) -> {
              door.sized("messages", text, limits.messageBytes());
              checked.replaceMessage(id, text);
            });
    if (effects.subject() != null) {
      door.text("subject", effects.subject(), limits.subjectLength());
      checked.subject(effects.subject());
    }
    if (effects.metadata() != null) {
      checked.metadata(json(door, "metadata", effects.metadata()));
    }
    if (effects.contextVariables() != null) {
      checked.contextVariables(json(door, "context_variables", effects.contextVariables()));
    }
    if (effects.reportedReason() != null) {
      checked.reportedReason(
          Objects.requireNonNull(
              Texts.keepable(effects.reportedReason(), Limits.REPORTED_REASON_LENGTH)));
    }
    if (effects.summary() != null) {
      door.sized("summary", effects.summary(), limits.summaryBytes());
      checked.summary(effects.summary());
    }
    if (effects.memorySynced()) {
      checked.memorySynced();
    }
    String source = effects.externalSource();
    String id = effects.externalId();
    if (source != null && id != null) {
      door.nonBlank("external_ref.source", source, Limits.EXTERNAL_REF_LENGTH);
      door.nonBlank("external_ref.id", id, Limits.EXTERNAL_REF_LENGTH);
      checked.externalRef(source, id);
    }
    effects
        .triggeredBy()
        .forEach(
            (from, to) -> {
              door.nonBlank("triggered_by", to, Limits.TRIGGERED_BY_LENGTH);
              if (effects.triggeredBy().containsKey(to)) {
                door.reject("triggered_by", "a new name must not be one that is replaced");
              }
              checked.replaceTriggeredBy(from, to);
            });
    if (effects.dispositionNote() != null) {
      door.text("disposition_note", effects.dispositionNote(), Disposition.NOTE_LENGTH);
      checked.dispositionNote(effects.dispositionNote());
    }
    return door.violations().isEmpty() ? Optional.of(checked.build()) : Optional.empty();
  }

  private Map<String, Object> json(Validator door, String field, Map<String, Object> values) {
    return door.json(field, values, limits.jsonBytes(), limits.jsonDepth());
  }
}
