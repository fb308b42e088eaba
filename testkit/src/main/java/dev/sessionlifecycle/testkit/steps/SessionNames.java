package dev.sessionlifecycle.testkit.steps;

import dev.sessionlifecycle.finalize.Effects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The external id of a session and the names in {@code triggeredBy}. */
record SessionNames(
    @Nullable String externalSource, @Nullable String externalId, Set<String> triggeredBy) {

  static final SessionNames USUAL = new SessionNames(null, null, Set.of("agent", "api"));

  SessionNames after(Effects effects) {
    boolean shownOtherwise = externalId != null && effects.externalId() != null;
    return new SessionNames(
        shownOtherwise ? effects.externalSource() : externalSource,
        shownOtherwise ? effects.externalId() : externalId,
        triggeredBy.stream()
            .map(name -> effects.triggeredBy().getOrDefault(name, name))
            .collect(Collectors.toSet()));
  }
}
