package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CurrentChains;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chains that this host can run: its own, and those of older and newer versions whose steps it
 * knows. Others are never claimed. Keeps its own chain current in the store. Thread-safe.
 */
final class ChainRegistry {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.finalizer");

  private final FinalizeChain chain;
  private final ChainStore store;
  private final ChainsByType own;
  private final Map<String, ExecutableChain> byDigest = new ConcurrentHashMap<>();

  /** Another chain that was current, once it has been warned of. */
  private final AtomicReference<@Nullable ChainsByType> warnedOf = new AtomicReference<>();

  ChainRegistry(FinalizeChain chain, ChainStore store) {
    this.chain = chain;
    this.store = store;
    this.own = ChainDefinitions.byType(chain);
    own.definitions().values().forEach(this::add);
  }

  /** Registers the chain, and makes it current if this process runs it. */
  void register() {
    if (chain.isNone() || !chain.isRunnable()) {
      own.definitions().values().stream().distinct().forEach(store::register);
    }
    declare();
  }

  /** Reads the shapes that the store knows by now, and makes the own chain current again. */
  void refresh() {
    declare();
    store.shapes().forEach(this::add);
  }

  /**
   * Whichever of two versions that run at once says so last, has the current chain: it is always
   * one that a living process runs.
   */
  private void declare() {
    if (!chain.isNone()) {
      CurrentChains other = chain.isRunnable() ? store.makeCurrent(own) : store.current();
      if (other.version() > 0
          && !other.chains().equals(own)
          && !other.chains().equals(warnedOf.getAndSet(other.chains()))) {
        warn(other);
      }
    }
  }

  private void warn(CurrentChains other) {
    for (SessionType type : SessionType.values()) {
      ChainDefinition mine = own.definitionFor(type);
      ChainDefinition theirs = other.chains().definitionFor(type);
      if (!mine.equals(theirs)) {
        LOG.warn(
            "Two finalize chains for {} sessions: this process has [{}], and version {} of the"
                + " store's current chain is [{}]{}",
            type.wire(),
            mine.encode(),
            other.version(),
            theirs.encode(),
            chain.isRunnable() ? ", which is replaced" : "");
      }
    }
  }

  /** Rejects options of steps that the chain does not have, unless it has no steps at all. */
  void check(Validator door, @Nullable FinalizerOptions options) {
    if (door.present("options", options) && options != null && !chain.isNone()) {
      Set<String> known = new TreeSet<>(chain.removedSteps());
      own.definitions().values().forEach(it -> known.addAll(it.names()));
      for (String name : new TreeSet<>(options.stepNames())) {
        if (!known.contains(name)) {
          door.reject("options.step." + name, "must be a step of the chain: one of " + known);
        }
      }
    }
  }

  /** Returns the digests of all chains that this host can run. */
  Set<String> digests() {
    return byDigest.keySet();
  }

  Optional<ExecutableChain> find(String digest) {
    return Optional.ofNullable(byDigest.get(digest));
  }

  private void add(ChainDefinition shape) {
    if (chain.isRunnable()) {
      ExecutableChain.of(shape, chain)
          .ifPresent(bound -> byDigest.putIfAbsent(shape.digest(), bound));
    }
  }
}
