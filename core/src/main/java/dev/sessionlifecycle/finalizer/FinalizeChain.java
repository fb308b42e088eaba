package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainDefinition.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps that run after the end of a session, and which waits for which: a graph without cycles.
 *
 * <pre>{@code
 * FinalizeChain.first(scrub).then(summarize, syncMemory)
 * }</pre>
 *
 * <p>Nothing behind a step runs before that step is done or skipped: a scrub that comes first keeps
 * personal data from every other step. A live session gets the whole chain; a test or a simulation
 * only the steps that wait for nothing, unless {@link #insteadFor} says otherwise.
 *
 * <p>A delivery is a step that the chain does not wait for: it tells another system, and whatever
 * becomes of it, the chain counts as finished without it. So a session is archived, anonymized and
 * purged in time, even if a receiver is gone for good. A delivery runs, is retried and parked like
 * any step, but only while no other step of its chain is due, and it can change nothing of the
 * session. See {@link Builder#delivery}.
 *
 * <p>Every session keeps the shape of the chain that it ended with. When a later version of the
 * host has other steps, {@link #renamed} and {@link #removed} say what becomes of the old ones.
 *
 * <p>Immutable. The factories and all methods that return a chain throw {@link
 * InvalidInputException} with everything that is wrong: a cycle, a step that waits for itself or
 * for one that is missing, two steps of one name, an invalid name, more than 32 steps.
 */
public final class FinalizeChain {
  private static final FinalizeChain NONE = builder().build();

  private final List<FinalizeStep> steps;
  private final ChainDefinition shape;
  private final List<FinalizeStep> lastLevel;
  private final Map<SessionType, FinalizeChain> instead;
  private final Map<String, String> renamed;
  private final Set<String> removed;

  /** The deliveries by name, with the types of session that have them. */
  private final Map<String, Set<SessionType>> deliveries;

  private FinalizeChain(
      List<FinalizeStep> steps,
      ChainDefinition shape,
      Map<String, Set<SessionType>> deliveries,
      List<FinalizeStep> lastLevel,
      Map<SessionType, FinalizeChain> instead,
      Map<String, String> renamed,
      Set<String> removed) {
    this.steps = steps;
    this.shape = shape;
    this.deliveries = deliveries;
    this.lastLevel = lastLevel;
    this.instead = instead;
    this.renamed = renamed;
    this.removed = removed;
    FinalizeChainRules.check(this);
  }

  /**
   * No steps. Sessions that a process without steps ends get the chain that is current in the
   * store: that of the last process with steps that was started on it. Where there is none, their
   * chain starts finished. {@code none().removed("scrub")} makes no steps the current chain, once
   * the last step is to go.
   */
  public static FinalizeChain none() {
    return NONE;
  }

  /** A chain that begins with these steps; they wait for nothing. */
  public static FinalizeChain first(FinalizeStep... steps) {
    Validator.require("steps", steps);
    return none().then(steps);
  }

  /**
   * A chain of steps that are known by name alone, for a process that ends sessions and leaves the
   * steps to others: a first step, and others that wait for it, as {@link #first} and {@link #then}
   * would have them. A process with such a chain never runs it.
   */
  public static FinalizeChain named(String first, String... then) {
    Validator.require("then", then);
    return first(new NamedStep(first))
        .then(Stream.of(then).map(NamedStep::new).toArray(FinalizeStep[]::new));
  }

  /** Begins a chain whose steps name one by one what they wait for. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins with everything of this chain, to add further steps and deliveries to it. The chains of
   * {@link #insteadFor} stay as they are.
   */
  public Builder toBuilder() {
    Builder builder = new Builder();
    steps.forEach(step -> builder.copy(this, step, waitsFor(step)));
    builder.instead = instead;
    builder.renamed = renamed;
    builder.removed = removed;
    return builder;
  }

  /**
   * Returns a copy of the chain with these steps behind all steps of the level that was last until
   * now.
   */
  public FinalizeChain then(FinalizeStep... next) {
    Validator.require("next", next);
    Builder builder = new Builder();
    for (FinalizeStep step : steps) {
      builder.copy(this, step, waitsFor(step));
    }
    for (FinalizeStep step : next) {
      builder.step(step, lastLevel.toArray(FinalizeStep[]::new));
    }
    FinalizeChain longer = builder.build();
    return new FinalizeChain(
        longer.steps,
        longer.shape,
        longer.deliveries,
        next.length == 0 ? lastLevel : List.of(next),
        instead,
        renamed,
        removed);
  }

  /**
   * Returns a copy of the chain with another one for the sessions of this type. What the other one
   * says of older names by {@link #renamed} and {@link #removed} holds for the whole: the chains of
   * sessions that ended before are known by their shape, not by the type of their session. What it
   * says of types itself does not matter.
   *
   * @throws InvalidInputException also where the chains contradict each other: one name of two
   *     steps, or an older name that one chain removes or gives to one step, while another chain
   *     gives it to another step or has a step of that name
   */
  public FinalizeChain insteadFor(SessionType type, FinalizeChain other) {
    Validator.require("type", type);
    Map<SessionType, FinalizeChain> changed = new EnumMap<>(SessionType.class);
    changed.putAll(instead);
    changed.put(type, Validator.require("chain", other));
    return new FinalizeChain(
        steps,
        shape,
        deliveries,
        lastLevel,
        Collections.unmodifiableMap(changed),
        renamed,
        removed);
  }

  /**
   * Returns a copy of the chain where the step of this name does what is left under an older name
   * in the chains of sessions that ended before.
   */
  public FinalizeChain renamed(String oldName, String newName) {
    Validator.require("old_name", oldName);
    Validator.require("new_name", newName);
    Map<String, String> changed = new TreeMap<>(renamed);
    changed.put(oldName, newName);
    return new FinalizeChain(
        steps,
        shape,
        deliveries,
        lastLevel,
        instead,
        Collections.unmodifiableMap(changed),
        removed);
  }

  /**
   * Returns a copy of the chain where a step that is no more is skipped in older chains that still
   * hold it.
   */
  public FinalizeChain removed(String oldName) {
    Validator.require("old_name", oldName);
    Set<String> changed = new TreeSet<>(removed);
    changed.add(oldName);
    return new FinalizeChain(
        steps,
        shape,
        deliveries,
        lastLevel,
        instead,
        renamed,
        Collections.unmodifiableSet(changed));
  }

  /** The steps, each behind all that it waits for. */
  public List<FinalizeStep> steps() {
    return steps;
  }

  /** The steps that a step of this chain waits for; empty for any other step. */
  public List<FinalizeStep> waitsFor(FinalizeStep step) {
    int position = steps.indexOf(step);
    return position < 0
        ? List.of()
        : shape.steps().get(position).after().stream().<FinalizeStep>map(steps::get).toList();
  }

  /** Whether a step of this chain is a delivery. */
  public boolean isDelivery(FinalizeStep step) {
    return deliveries.containsKey(Validator.require("step", step).name());
  }

  /** Whether a step of this chain is a delivery {@link Builder#onEnrichment on enrichment}. */
  public boolean isOnEnrichment(FinalizeStep step) {
    int position = steps.indexOf(Validator.require("step", step));
    return position >= 0 && shape.steps().get(position).kind() == Kind.ON_ENRICHMENT;
  }

  /** Whether a step of this chain is a delivery {@link Builder#onPurge on a purge}. */
  public boolean isOnPurge(FinalizeStep step) {
    int position = steps.indexOf(Validator.require("step", step));
    return position >= 0 && shape.steps().get(position).kind() == Kind.ON_PURGE;
  }

  /** The chain that a session of this type gets. */
  public FinalizeChain forSessionType(SessionType type) {
    FinalizeChain other = instead.get(Validator.require("type", type));
    if (other != null) {
      return other;
    }
    boolean hasAll = deliveries.values().stream().allMatch(it -> it.contains(type));
    return type == SessionType.LIVE && hasAll ? this : only(type);
  }

  /**
   * Whether this process can run the chain: it knows no step, of any type of session, by name
   * alone.
   */
  public boolean isRunnable() {
    return chains().flatMap(it -> it.steps.stream()).noneMatch(NamedStep.class::isInstance);
  }

  /**
   * Whether the chain has neither steps nor names of {@link #removed} ones, for any type of
   * session. A process with such a chain ends sessions with the chain that is current in the store.
   */
  public boolean isNone() {
    return chains().allMatch(it -> it.steps.isEmpty() && it.removed.isEmpty());
  }

  /** The older names of steps with their new names, across the chains of all session types. */
  public Map<String, String> renamedSteps() {
    Map<String, String> names = new TreeMap<>();
    chains().forEach(chain -> names.putAll(chain.renamed));
    return Collections.unmodifiableMap(names);
  }

  /** The names that are skipped in older chains, across the chains of all session types. */
  public Set<String> removedSteps() {
    Set<String> names = new TreeSet<>();
    chains().forEach(chain -> names.addAll(chain.removed));
    return Collections.unmodifiableSet(names);
  }

  private Stream<FinalizeChain> chains() {
    return Stream.concat(Stream.of(this), instead.values().stream());
  }

  Map<SessionType, FinalizeChain> instead() {
    return instead;
  }

  /** What this chain says itself, without the chains of other types of sessions. */
  Map<String, String> ownRenamed() {
    return renamed;
  }

  /** What this chain says itself, without the chains of other types of sessions. */
  Set<String> ownRemoved() {
    return removed;
  }

  /** Without the deliveries for other types; of other types than live, the beginning alone. */
  private FinalizeChain only(SessionType type) {
    Builder builder = new Builder();
    List<FinalizeStep> chosen = new ArrayList<>();
    for (FinalizeStep step : steps) {
      List<FinalizeStep> before = waitsFor(step);
      boolean isChosen =
          isDelivery(step)
              ? deliveries.getOrDefault(step.name(), Set.of()).contains(type)
              : type == SessionType.LIVE || before.isEmpty();
      if (isChosen) {
        builder.copy(this, step, before.stream().filter(chosen::contains).toList());
        chosen.add(step);
      }
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return "FinalizeChain[" + shape.encode() + "]";
  }

  /** Collects steps in any order. Not thread-safe. */
  public static final class Builder {
    private final List<FinalizeStep> steps = new ArrayList<>();
    private final List<List<FinalizeStep>> after = new ArrayList<>();
    private final IdentityHashMap<FinalizeStep, Set<SessionType>> deliveries =
        new IdentityHashMap<>();
    private final IdentityHashMap<FinalizeStep, Kind> kinds = new IdentityHashMap<>();
    private @Nullable FinalizeStep lastDelivery;
    private Map<SessionType, FinalizeChain> instead = Map.of();
    private Map<String, String> renamed = Map.of();
    private Set<String> removed = Set.of();

    private Builder() {}

    /** Adds a step that waits for these; each of them must be added too, before or afterwards. */
    public Builder step(FinalizeStep step, FinalizeStep... waitsFor) {
      Validator.require("waits_for", waitsFor);
      steps.add(Validator.require("step", step));
      after.add(List.of(waitsFor));
      return this;
    }

    /**
     * Adds a delivery that waits for these steps and deliveries, of live sessions unless {@link
     * #onlyFor} says otherwise. Steps cannot wait for it. Of those that it waits for, a session of
     * another type may lack some; there it waits for the others.
     *
     * <p>A purge takes a chain along whose deliveries have not succeeded, and its receipt counts
     * them. An outcome with effects fails as {@code effects_invalid}.
     */
    public Builder delivery(FinalizeStep step, FinalizeStep... waitsFor) {
      step(step, waitsFor);
      deliveries.put(step, EnumSet.of(SessionType.LIVE));
      lastDelivery = step;
      return this;
    }

    /**
     * Sets the types of session that have the delivery that was added last. The chain given to
     * {@link FinalizeChain#insteadFor} has all of its deliveries.
     *
     * @throws InvalidInputException where no delivery was added, or for no type
     */
    public Builder onlyFor(SessionType... types) {
      Validator.require("types", types);
      FinalizeStep delivery = lastDelivery;
      if (delivery == null) {
        throw Validator.invalid("only_for", "only after a delivery");
      }
      if (types.length == 0) {
        throw Validator.invalid("only_for", "at least one type");
      }
      deliveries.put(delivery, EnumSet.copyOf(List.of(types)));
      return this;
    }

    /**
     * Makes the delivery that was added last one on enrichment: it has nothing to do until the
     * session is enriched, corrected or given a disposition after its end, and is made after that;
     * made due in the transaction that changes the session, so that it is lost by no crash and
     * never made for what was rolled back. It runs once more after each later change; changes that
     * come while it waits are covered by one run, which has the session as it is then. See {@link
     * dev.sessionlifecycle.finalize.StepContext#enrichments}. On version 1 of the schema it has
     * never anything to do.
     *
     * @throws InvalidInputException where no delivery was added, or it is one on a purge
     */
    public Builder onEnrichment() {
      return makeLastDelivery("on_enrichment", Kind.ON_ENRICHMENT);
    }

    /**
     * Makes the delivery that was added last one on a purge: it has nothing to do until the session
     * is deleted, by a purge or an erasure, and is made after that; made due in the transaction
     * that deletes, so that it is lost by no crash and never made for what was rolled back, and the
     * deletion does not wait for it. It sees {@link
     * dev.sessionlifecycle.finalize.StepContext#purged} and nothing else: neither the session nor a
     * transcript is there. What is kept for it, the ids and the time, is deleted once it is done,
     * or given up after its attempts.
     *
     * @throws InvalidInputException where no delivery was added, or it is one on enrichment
     */
    public Builder onPurge() {
      return makeLastDelivery("on_purge", Kind.ON_PURGE);
    }

    private Builder makeLastDelivery(String field, Kind kind) {
      FinalizeStep delivery = lastDelivery;
      if (delivery == null) {
        throw Validator.invalid(field, "only after a delivery");
      }
      Kind before = kinds.put(delivery, kind);
      if (before != null && before != kind) {
        throw Validator.invalid(field, "a delivery is on enrichment or on a purge, not both");
      }
      return this;
    }

    private void copy(FinalizeChain chain, FinalizeStep step, List<FinalizeStep> before) {
      step(step, before.toArray(FinalizeStep[]::new));
      Set<SessionType> types = chain.deliveries.get(step.name());
      if (types != null) {
        deliveries.put(step, types);
      }
      if (chain.isOnEnrichment(step)) {
        kinds.put(step, Kind.ON_ENRICHMENT);
      } else if (chain.isOnPurge(step)) {
        kinds.put(step, Kind.ON_PURGE);
      }
    }

    private Kind kind(FinalizeStep step) {
      return kinds.getOrDefault(step, deliveries.containsKey(step) ? Kind.DELIVERY : Kind.STEP);
    }

    /**
     * The chain.
     *
     * @throws InvalidInputException with everything that is wrong
     */
    public FinalizeChain build() {
      Map<String, List<String>> waits = new LinkedHashMap<>();
      List<Violation> violations =
          FinalizeChainRules.check(steps, after, deliveries.keySet(), waits);
      if (!violations.isEmpty()) {
        throw new InvalidInputException(violations);
      }
      Map<String, FinalizeStep> byName = new HashMap<>();
      steps.forEach(step -> byName.put(step.name(), step));
      // Deliveries last, where no step waits for them.
      List<String> order = new ArrayList<>(FinalizeChainRules.sort(waits));
      order.sort(Comparator.comparing(name -> deliveries.containsKey(byName.get(name))));
      List<FinalizeStep> sorted = new ArrayList<>();
      List<ChainDefinition.Step> places = new ArrayList<>();
      Map<String, Set<SessionType>> types = new HashMap<>();
      for (String name : order) {
        FinalizeStep step = Objects.requireNonNull(byName.get(name));
        Set<SessionType> ofDelivery = deliveries.get(step);
        if (ofDelivery != null) {
          types.put(name, Set.copyOf(ofDelivery));
        }
        sorted.add(step);
        places.add(
            new ChainDefinition.Step(
                name,
                waits.getOrDefault(name, List.of()).stream().map(order::indexOf).sorted().toList(),
                kind(step)));
      }
      return new FinalizeChain(
          List.copyOf(sorted),
          new ChainDefinition(places),
          Map.copyOf(types),
          FinalizeChainRules.last(sorted, places),
          instead,
          renamed,
          removed);
    }
  }
}
