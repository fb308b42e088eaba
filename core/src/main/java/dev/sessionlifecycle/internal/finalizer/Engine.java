package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerReport;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The finalizer of one lifecycle. */
public final class Engine implements Finalizer, AutoCloseable {
  private final EngineParts parts;
  private final KnownShapes shapes;
  private final Counters counters = new Counters();
  private final ParkedDesk desk;
  private final List<Started> started = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable UUID> cursor = new AtomicReference<>();

  /** For this chain on this store, with the clock of the machine for what goes on within. */
  public static Engine create(
      SessionStore store,
      FinalizeChain chain,
      InstantSource clock,
      Limits limits,
      FinalizerListener listener) {
    return new Engine(
        new EngineParts(
            store.chains(),
            clock,
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble(),
            UUID::randomUUID,
            limits,
            listener),
        chain);
  }

  /** For this chain; registers its shapes. */
  public Engine(EngineParts parts, FinalizeChain chain) {
    this.parts = parts;
    chain.plan().definitions().values().forEach(parts.chains()::register);
    this.shapes = new KnownShapes(chain, parts.chains());
    this.desk = new ParkedDesk(parts, counters);
  }

  @Override
  public FinalizerReport runDue(int limit, FinalizerOptions options) {
    Validator door = new Validator();
    door.range("limit", limit, 1, Integer.MAX_VALUE);
    door.present("options", options);
    door.throwIfInvalid();
    return new DueRun(parts, options, claimer(options), counters).run(limit);
  }

  @Override
  public FinalizerSnapshot snapshot() {
    ChainStore.Backlog backlog = parts.chains().backlog();
    List<Attempt> running = List.copyOf(counters.running());
    return new FinalizerSnapshot(
        backlog.due(),
        backlog.leased(),
        backlog.waiting(),
        backlog.parked(),
        backlog.oldestDue(),
        Counters.byName(running),
        (int) running.stream().filter(Attempt::isOverdue).count(),
        counters.steps().sum(),
        counters.chains().sum(),
        counters.failed().sum(),
        counters.parked().sum(),
        counters.refused().sum());
  }

  @Override
  public List<ParkedChain> parked(
      UUID organizationId, ParkedFilter filter, @Nullable UUID after, int limit) {
    Validator door = Asked.about(organizationId, filter);
    door.range("limit", limit, 1, Limits.defaults().pageSize());
    door.throwIfInvalid();
    return desk.list(organizationId, filter, after, limit);
  }

  @Override
  public boolean replay(UUID organizationId, UUID sessionId) {
    Asked.about(organizationId, sessionId).throwIfInvalid();
    return woken(desk.replay(new SessionKey(organizationId, sessionId), step -> true));
  }

  @Override
  public boolean replayFrom(UUID organizationId, UUID sessionId, String step) {
    Asked.about(organizationId, sessionId, step).throwIfInvalid();
    return woken(desk.replayFrom(new SessionKey(organizationId, sessionId), step));
  }

  @Override
  public int replayAll(UUID organizationId, ParkedFilter filter) {
    Asked.about(organizationId, filter).throwIfInvalid();
    int replayed = 0;
    UUID after = null;
    List<ParkedChain> page;
    do {
      page = desk.list(organizationId, filter, after, 100);
      for (ParkedChain chain : page) {
        after = chain.sessionId();
        SessionKey session = new SessionKey(organizationId, chain.sessionId());
        if (desk.replay(session, step -> filter.lets(step.name(), step.label()))) {
          replayed++;
        }
      }
    } while (!page.isEmpty());
    woken(replayed > 0);
    return replayed;
  }

  @Override
  public boolean skip(UUID organizationId, UUID sessionId, String step, String why) {
    Asked.toSkip(organizationId, sessionId, step, why).throwIfInvalid();
    return woken(desk.skip(new SessionKey(organizationId, sessionId), step, why));
  }

  private Claimer claimer(FinalizerOptions options) {
    return new Claimer(parts, shapes, options.organizationShare(), cursor);
  }

  private boolean woken(boolean changed) {
    if (changed) {
      wake();
    }
    return changed;
  }

  @Override
  public FinalizerRun start(FinalizerOptions options) {
    Started run = new Started(parts, options, claimer(options), counters, started::remove);
    started.add(run);
    run.start();
    return run;
  }

  @Override
  public void wake() {
    for (Started run : started) {
      run.wake();
    }
  }

  /** Closes everything that was started and is still at work. */
  @Override
  public void close() {
    started.forEach(Started::close);
  }
}
