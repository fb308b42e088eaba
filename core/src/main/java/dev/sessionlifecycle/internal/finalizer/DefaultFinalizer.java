package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.AttemptListener;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerBacklog;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.UnfinishedChain;
import dev.sessionlifecycle.finalizer.UnfinishedFilter;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The finalizer of one lifecycle. */
public final class DefaultFinalizer implements Finalizer, AutoCloseable {
  private final FinalizerContext context;
  private final ChainRegistry registry;
  private final FinalizerTotals totals = new FinalizerTotals();
  private final ParkedChainService parkedChains;
  private final List<ActiveFinalizerRun> runs = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicReference<@Nullable UUID> lastOrganization = new AtomicReference<>();

  /** Creates a finalizer for this chain on this store. */
  public static DefaultFinalizer create(
      SessionStore store,
      FinalizeChain chain,
      InstantSource clock,
      Limits limits,
      FinalizerListener listener,
      List<AttemptListener> attemptListeners) {
    return new DefaultFinalizer(
        new FinalizerContext(
            store.chains(),
            clock,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble(),
            UUID::randomUUID,
            limits,
            listener,
            attemptListeners),
        chain);
  }

  /** Creates a finalizer for this chain, which it registers and makes current. */
  public DefaultFinalizer(FinalizerContext context, FinalizeChain chain) {
    this.context = context;
    this.registry = new ChainRegistry(chain, context.chains());
    registry.register();
    this.parkedChains = new ParkedChainService(context, totals);
  }

  @Override
  public FinalizerReport runDue(int limit, FinalizerOptions options) {
    Validator door = new Validator();
    door.range("limit", limit, 1, Integer.MAX_VALUE);
    registry.check(door, options);
    door.throwIfInvalid();
    return new CallerRun(context, options, registry, totals, lastOrganization).run(limit);
  }

  @Override
  public FinalizerRun start(FinalizerOptions options) {
    Validator door = new Validator();
    registry.check(door, options);
    door.throwIfInvalid();
    ActiveFinalizerRun run =
        new ActiveFinalizerRun(context, options, registry, totals, lastOrganization, runs::remove);
    runs.add(run);
    if (closed.get()) {
      runs.remove(run);
      throw new IllegalStateException("the lifecycle is closed");
    }
    run.start();
    return run;
  }

  @Override
  public void wake() {
    runs.forEach(ActiveFinalizerRun::wake);
  }

  /** Closes all runs that are still active; none is started from then on. */
  @Override
  public void close() {
    closed.set(true);
    runs.forEach(ActiveFinalizerRun::close);
  }

  @Override
  public FinalizerSnapshot snapshot() {
    ChainStore.Backlog backlog = context.chains().backlog();
    List<Attempt> running = List.copyOf(totals.running());
    return new FinalizerSnapshot(
        backlog.due(),
        backlog.leased(),
        backlog.waiting(),
        backlog.parked(),
        backlog.oldestDue(),
        FinalizerTotals.byName(running),
        (int) running.stream().filter(Attempt::isOverdue).count(),
        totals.steps().sum(),
        totals.chains().sum(),
        totals.failed().sum(),
        totals.parked().sum(),
        totals.refused().sum());
  }

  @Override
  public List<ParkedChain> parked(
      UUID organizationId, ParkedFilter filter, @Nullable UUID after, int limit) {
    Validator door = required(organizationId, "filter", filter);
    door.range("limit", limit, 1, Limits.defaults().pageSize());
    door.throwIfInvalid();
    return parkedChains.list(organizationId, filter, after, limit);
  }

  @Override
  public List<UnfinishedChain> unfinished(
      UnfinishedFilter filter, @Nullable UnfinishedChain after, int limit) {
    Validator door = new Validator();
    door.present("filter", filter);
    door.range("limit", limit, 1, Limits.defaults().pageSize());
    door.throwIfInvalid();
    return new UnfinishedChainReader(context.chains()).list(filter, after, limit);
  }

  @Override
  public boolean replay(UUID organizationId, UUID sessionId) {
    required(organizationId, "session_id", sessionId).throwIfInvalid();
    return wakeIf(parkedChains.replay(new SessionKey(organizationId, sessionId), step -> true));
  }

  @Override
  public boolean replayFrom(UUID organizationId, UUID sessionId, String step) {
    Validator door = required(organizationId, "session_id", sessionId);
    door.present("step", step);
    door.throwIfInvalid();
    return wakeIf(parkedChains.replayFrom(new SessionKey(organizationId, sessionId), step));
  }

  @Override
  public int replayAll(UUID organizationId, ParkedFilter filter) {
    required(organizationId, "filter", filter).throwIfInvalid();
    int replayed = parkedChains.replayAll(organizationId, filter);
    wakeIf(replayed > 0);
    return replayed;
  }

  @Override
  public FinalizerBacklog backlog(UUID organizationId) {
    Validator.require("organization_id", organizationId);
    ChainStore.Backlog backlog = context.chains().backlog(organizationId);
    return new FinalizerBacklog(
        backlog.due(), backlog.leased(), backlog.waiting(), backlog.parked(), backlog.oldestDue());
  }

  @Override
  public Optional<SessionChain> chain(UUID organizationId, UUID sessionId) {
    required(organizationId, "session_id", sessionId).throwIfInvalid();
    return new SessionChainReader(context.chains()).find(new SessionKey(organizationId, sessionId));
  }

  @Override
  public int countParked(UUID organizationId, ParkedFilter filter) {
    required(organizationId, "filter", filter).throwIfInvalid();
    return parkedChains.count(organizationId, filter);
  }

  @Override
  public int skipAll(UUID organizationId, ParkedFilter filter, String why) {
    Validator door = required(organizationId, "filter", filter);
    checkLabel(door, why);
    door.throwIfInvalid();
    int skipped = parkedChains.skipAll(organizationId, filter, why);
    wakeIf(skipped > 0);
    return skipped;
  }

  @Override
  public boolean skip(UUID organizationId, UUID sessionId, String step, String why) {
    Validator door = required(organizationId, "session_id", sessionId);
    door.present("step", step);
    checkLabel(door, why);
    door.throwIfInvalid();
    return wakeIf(parkedChains.skip(new SessionKey(organizationId, sessionId), step, why));
  }

  private static void checkLabel(Validator door, String why) {
    if (door.present("why", why)) {
      try {
        StepOutcome.skipped(why);
      } catch (IllegalArgumentException e) {
        door.reject("why", "1 to 64 of a-z 0-9 _ . : -, no other beginning");
      }
    }
  }

  private static Validator required(
      @Nullable UUID organizationId, String field, @Nullable Object value) {
    Validator door = new Validator();
    door.present("organization_id", organizationId);
    door.present(field, value);
    return door;
  }

  private boolean wakeIf(boolean changed) {
    if (changed) {
      wake();
    }
    return changed;
  }
}
