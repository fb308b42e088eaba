package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainsByType;
import dev.sessionlifecycle.spi.CurrentChains;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The chain definitions. Thread-safe. */
final class StoredChainDefinitions {

  /** A definition with the values derived from it. */
  record Known(ChainDefinition shape, String digest, ChainState initial) {

    static Known of(ChainDefinition shape) {
      return new Known(shape, shape.digest(), ChainState.initial(shape));
    }
  }

  private final ConcurrentHashMap<String, ChainDefinition> registered = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ChainDefinition, Known> known = new ConcurrentHashMap<>();

  /**
   * Caches the last definition: most sessions share one, and finding it then takes one comparison.
   */
  private volatile @Nullable Known last;

  private volatile CurrentChains current = CurrentChains.none();

  CurrentChains current() {
    return current;
  }

  synchronized CurrentChains makeCurrent(ChainsByType chains) {
    CurrentChains before = current;
    if (before.version() == 0 || !before.chains().equals(chains)) {
      chains.definitions().values().forEach(this::register);
      current = new CurrentChains(chains, before.version() + 1);
    }
    return before;
  }

  void register(ChainDefinition shape) {
    registered.put(of(shape).digest(), shape);
  }

  Optional<ChainDefinition> find(String digest) {
    return Optional.ofNullable(registered.get(digest));
  }

  List<ChainDefinition> all() {
    return List.copyOf(registered.values());
  }

  @SuppressWarnings("ReferenceEquality") // fast path for the same instance
  Known of(ChainDefinition shape) {
    Known before = last;
    if (before != null && before.shape() == shape) {
      return before;
    }
    Known found = known.computeIfAbsent(shape, Known::of);
    last = found;
    return found;
  }
}
