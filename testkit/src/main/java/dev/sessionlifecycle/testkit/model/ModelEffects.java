package dev.sessionlifecycle.testkit.model;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionBuilder;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.finalize.Effects;
import java.util.List;

/** What the effects of a settlement change on a row. */
final class ModelEffects {
  private ModelEffects() {}

  static void apply(ModelRow row, List<Effects> effects) {
    boolean describes =
        effects.stream()
            .anyMatch(
                it ->
                    it.subject() != null || it.metadata() != null || it.contextVariables() != null);
    for (Effects effect : effects) {
      row.messages.replaceAll(
          message ->
              new StoredMessage(
                  message.id(),
                  message.sequence(),
                  message.role(),
                  effect.messageTexts().getOrDefault(message.id(), message.text()),
                  message.sentAt(),
                  message.turnId()));
      Session is = row.session;
      SessionBuilder next = is.toBuilder();
      next.subject(effect.subject() == null ? is.subject() : effect.subject());
      next.summary(effect.summary() == null ? is.summary() : effect.summary());
      next.reportedReason(
          effect.reportedReason() == null ? is.reportedReason() : effect.reportedReason());
      next.metadata(effect.metadata() == null ? is.metadata() : effect.metadata());
      next.contextVariables(
          effect.contextVariables() == null ? is.contextVariables() : effect.contextVariables());
      row.session = next.memorySynced(is.memorySynced() || effect.memorySynced()).build();
    }
    if (describes) {
      row.session = row.session.toBuilder().version(row.session.version() + 1).build();
    }
  }
}
