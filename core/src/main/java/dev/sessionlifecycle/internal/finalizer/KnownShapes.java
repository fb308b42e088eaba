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
 * The shapes that this host can run: its own, and those of older and newer versions whose steps it
 * knows. Others are never claimed. Thread-safe.
 */
final class KnownShapes {
  private final FinalizeChain chain;
  private final ChainStore store;
  private final Map<String, BoundShape> byDigest = new ConcurrentHashMap<>();

  KnownShapes(FinalizeChain chain, ChainStore store) {
    this.chain = chain;
    this.store = store;
    for (SessionType type : SessionType.values()) {
      add(chain.forSessionType(type).shape());
    }
  }

  /** Looks which shapes the store holds by now. */
  void refresh() {
    store.shapes().forEach(this::add);
  }

  /** The digests of all that can be run. */
  Set<String> digests() {
    return byDigest.keySet();
  }

  Optional<BoundShape> find(String digest) {
    return Optional.ofNullable(byDigest.get(digest));
  }

  private void add(ChainDefinition shape) {
    BoundShape.bind(shape, chain).ifPresent(bound -> byDigest.putIfAbsent(shape.digest(), bound));
  }
}
