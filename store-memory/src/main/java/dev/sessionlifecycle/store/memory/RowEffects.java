package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.session.Disposition;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Applies the effects of steps to the row of a session. */
final class RowEffects {
  private RowEffects() {}

  /** Returns the row with the steps' effects and, if its chain has finished, the time it did. */
  static Session apply(Session row, List<Effects> all, @Nullable Instant finalizedAt) {
    SessionBuilder changed = SessionBuilder.of(row);
    long version = row.version();
    String note = null;
    for (Effects effects : all) {
      boolean described = set(effects.subject(), changed::subject);
      described |= set(effects.metadata(), changed::metadata);
      described |= set(effects.contextVariables(), changed::contextVariables);
      version = described ? row.version() + 1 : version;
      set(effects.reportedReason(), changed::reportedReason);
      set(effects.summary(), changed::summary);
      if (effects.memorySynced()) {
        changed.memorySynced(true);
      }
      String source = effects.externalSource();
      String id = effects.externalId();
      if (row.externalRef() != null && source != null && id != null) {
        changed.externalRef(new ExternalRef(source, id));
      }
      note = effects.dispositionNote() == null ? note : effects.dispositionNote();
    }
    Disposition disposition = row.disposition();
    if (disposition != null && note != null) {
      changed.disposition(disposition.withNote(note));
    }
    set(finalizedAt, changed::finalizedAt);
    return changed.version(version).build();
  }

  private static <T> boolean set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
    return value != null;
  }
}
