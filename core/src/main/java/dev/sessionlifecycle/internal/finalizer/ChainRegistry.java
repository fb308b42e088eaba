package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The chains that this host can run: its own, and those of older and newer versions whose steps it
 * knows. Others are never claimed. Thread-safe.
 */
final class ChainRegistry {
  private final FinalizeChain chain;
  private final ChainStore store;
  private final Map<String, ExecutableChain> byDigest = new ConcurrentHashMap<>();

  ChainRegistry(FinalizeChain chain, ChainStore store) {
    this.chain = chain;
    this.store = store;
    for (SessionType type : SessionType.values()) {
      add(ChainDefinitions.of(chain.forSessionType(type)));
    }
  }

  /** Reads the shapes that the store knows by now. */
  void refresh() {
    store.shapes().forEach(this::add);
  }

  /** Returns the digests of all chains that this host can run. */
  Set<String> digests() {
    return byDigest.keySet();
  }

  Optional<ExecutableChain> find(String digest) {
    return Optional.ofNullable(byDigest.get(digest));
  }

  private void add(ChainDefinition shape) {
    ExecutableChain.of(shape, chain)
        .ifPresent(bound -> byDigest.putIfAbsent(shape.digest(), bound));
  }
}
