package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainLease;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Claimed chains with one step named quick, and a store that settles them as the test specifies.
 */
final class Runs {
  private static final UUID ORGANIZATION = new UUID(1, 1);

  final FinalizerOptions options;
  final FinalizerContext context;
  Function<List<Settlement>, List<SettleReply>> settle =
      all -> Collections.nCopies(all.size(), SettleReply.SETTLED);
  private final ChainRegistry registry;
  private final String digest;
  private long next;

  Runs(FinalizerOptions options) {
    this.options = options;
    FinalizeChain chain =
        FinalizeChain.first(FinalizeStep.of("quick", context -> StepOutcome.done()));
    ChainStore store =
        (ChainStore)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ChainStore.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "settle" -> settle.apply(settlements(arguments[0]));
                      case "find" -> unsettled((SessionKey) arguments[0]);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    context =
        new FinalizerContext(
            store,
            InstantSource.system(),
            System::nanoTime,
            () -> 0.5,
            UUID::randomUUID,
            Limits.defaults(),
            event -> {});
    registry = new ChainRegistry(chain, store);
    digest = registry.digests().iterator().next();
  }

  /** Returns a claimed chain. */
  ChainRun claimed() {
    return claimed(ORGANIZATION);
  }

  /** Returns a claimed chain of this organization. */
  ChainRun claimed(UUID organization) {
    LeaseRef ref = new LeaseRef(new SessionKey(organization, new UUID(2, next++)), 1);
    Instant now = Instant.now();
    ChainLease lease = new ChainLease(ref, digest, ChainState.decode("p0"), 1, now, now, null);
    return new ChainRun(
        context,
        options,
        registry.find(digest).orElseThrow(),
        lease,
        Duration.ofSeconds(30),
        new UUID(3, 3),
        System.nanoTime());
  }

  /** Returns a chain whose step is done, which must be written. */
  ChainRun done() {
    ChainRun run = claimed();
    Attempt attempt = run.begin();
    attempt.end();
    run.record(attempt, AttemptResult.done(Effects.none()), false);
    return run;
  }

  @SuppressWarnings("unchecked")
  private static List<Settlement> settlements(Object argument) {
    return (List<Settlement>) argument;
  }

  private Optional<ChainRecord> unsettled(SessionKey key) {
    return Optional.of(
        new ChainRecord(key, digest, ChainState.decode("p0"), 1, true, Instant.now(), null));
  }
}
