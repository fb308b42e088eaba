package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainDefinition.Kind;
import dev.sessionlifecycle.spi.ChainsByType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Translates the chains of an embedder into what stores and the engine work with. */
public final class ChainDefinitions {
  private ChainDefinitions() {}

  /** The names of the steps and what they wait for. */
  public static ChainDefinition of(FinalizeChain chain) {
    List<FinalizeStep> steps = chain.steps();
    return new ChainDefinition(
        steps.stream()
            .map(
                step ->
                    new ChainDefinition.Step(
                        step.name(),
                        chain.waitsFor(step).stream().map(steps::indexOf).sorted().toList(),
                        kind(chain, step)))
            .toList());
  }

  private static Kind kind(FinalizeChain chain, FinalizeStep step) {
    if (chain.isOnEnrichment(step)) {
      return Kind.ON_ENRICHMENT;
    }
    if (chain.isOnPurge(step)) {
      return Kind.ON_PURGE;
    }
    return chain.isDelivery(step) ? Kind.DELIVERY : Kind.STEP;
  }

  /** What the ends of this process ask for: its own chain, or the current one if it has none. */
  public static ChainsByType forEnds(FinalizeChain chain) {
    return chain.isNone() ? ChainsByType.current() : byType(chain);
  }

  /** The definitions by type of session. */
  public static ChainsByType byType(FinalizeChain chain) {
    Map<SessionType, ChainDefinition> definitions = new EnumMap<>(SessionType.class);
    for (SessionType type : SessionType.values()) {
      definitions.put(type, of(chain.forSessionType(type)));
    }
    return new ChainsByType(definitions);
  }

  /**
   * The steps by every name that stored chains may have for them: their own, of any type of
   * session, and those that they were renamed from. Unknown and removed names have no entry.
   */
  public static Map<String, FinalizeStep> stepsByName(FinalizeChain chain) {
    Map<String, FinalizeStep> byName = new HashMap<>();
    chain.steps().forEach(step -> byName.put(step.name(), step));
    for (SessionType type : SessionType.values()) {
      chain.forSessionType(type).steps().forEach(step -> byName.putIfAbsent(step.name(), step));
    }
    chain
        .renamedSteps()
        .forEach(
            (oldName, newName) -> {
              FinalizeStep step = byName.get(newName);
              if (step != null) {
                byName.putIfAbsent(oldName, step);
              }
            });
    return Collections.unmodifiableMap(byName);
  }
}
