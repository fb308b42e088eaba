package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Applies the effects of a settlement to a row. */
final class ModelEffects {
  private ModelEffects() {}

  static void apply(ModelRow row, List<Effects> effects) {
    boolean describes =
        effects.stream()
            .anyMatch(
                it ->
                    it.subject() != null || it.metadata() != null || it.contextVariables() != null);
    for (Effects effect : effects) {
      replace(row, effect.messageTexts());
      Session is = row.session;
      SessionBuilder next = SessionBuilder.of(is);
      next.subject(effect.subject() == null ? is.subject() : effect.subject());
      next.summary(effect.summary() == null ? is.summary() : effect.summary());
      next.reportedReason(
          effect.reportedReason() == null ? is.reportedReason() : effect.reportedReason());
      next.metadata(effect.metadata() == null ? is.metadata() : effect.metadata());
      next.contextVariables(
          effect.contextVariables() == null ? is.contextVariables() : effect.contextVariables());
      rename(row, next, effect);
      next.disposition(changed(is.disposition(), effect));
      row.session = next.memorySynced(is.memorySynced() || effect.memorySynced()).build();
    }
    if (describes) {
      row.session = SessionBuilder.of(row.session).version(row.session.version() + 1).build();
    }
  }

  private static @Nullable Disposition changed(@Nullable Disposition is, Effects effect) {
    if (is == null) {
      return null;
    }
    String note = effect.dispositionNote();
    return new Disposition(
        is.code(),
        is.note() == null || note == null ? is.note() : note,
        effect.triggeredBy().getOrDefault(is.by(), is.by()),
        is.at());
  }

  private static void rename(ModelRow row, SessionBuilder next, Effects effect) {
    Map<String, String> names = effect.triggeredBy();
    String source = effect.externalSource();
    String id = effect.externalId();
    if (row.session.externalRef() != null && source != null && id != null) {
      next.externalRef(new ExternalRef(source, id));
    }
    String by = row.session.triggeredBy();
    next.triggeredBy(by == null ? null : names.getOrDefault(by, by));
    row.history.replaceAll(
        it ->
            new HistoryEntry(
                it.sequence(),
                it.kind(),
                it.from(),
                it.to(),
                it.reason(),
                names.getOrDefault(it.triggeredBy(), it.triggeredBy()),
                it.at()));
  }

  static void replace(ModelRow row, Map<UUID, String> texts) {
    row.messages.replaceAll(
        message ->
            new StoredMessage(
                message.id(),
                message.sequence(),
                message.role(),
                texts.getOrDefault(message.id(), message.text()),
                message.sentAt(),
                message.turnId()));
  }
}
