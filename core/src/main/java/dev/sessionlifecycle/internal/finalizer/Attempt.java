package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One attempt at a step, and the context of that step. The first thread to {@link #end} it, whether
 * it ran the step or gave it up, continues the chain; the other thread's result is refused.
 */
final class Attempt implements StepContext {
  private final ChainRun run;
  private final int step;
  private final int number;
  private final int enrichments;
  private final Duration timeout;
  private final SessionSnapshot snapshot;
  private final Instant startedAt;
  private final long startTick;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean replaced;
  private volatile boolean storeFailed;

  Attempt(ChainRun run, int step, int number, Duration timeout, SessionSnapshot snapshot) {
    this.run = run;
    this.step = step;
    this.number = number;
    this.enrichments = run.enrichments(step);
    this.timeout = timeout;
    this.snapshot = snapshot;
    this.startedAt = run.context().now();
    this.startTick = run.context().tick();
  }

  ChainRun run() {
    return run;
  }

  int step() {
    return step;
  }

  /** Whether the chain counts as finished without the step. */
  boolean isDelivery() {
    return run.chain().isDelivery(step);
  }

  /** Returns the step's current name on this host, under which its limits are kept. */
  String currentStepName() {
    return run.chain().currentName(step);
  }

  Instant startedAt() {
    return startedAt;
  }

  Duration took() {
    return Duration.ofNanos(Math.max(0, run.context().tick() - startTick));
  }

  boolean isOverdue() {
    return nanosLeft() <= 0;
  }

  /** Returns the time until the timeout; negative after it. */
  long nanosLeft() {
    return timeout.minus(took()).toNanos();
  }

  /** Ends the attempt; returns true for the first call. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  /** Marks that another worker has replaced the one that hangs in the step. */
  void replace() {
    replaced = true;
  }

  boolean isReplaced() {
    return replaced;
  }

  @Override
  public ClosedSession session() {
    return read(snapshot::session);
  }

  @Override
  public Transcript transcript() {
    return read(snapshot::transcript);
  }

  private <T> T read(Supplier<T> what) {
    requireRunning();
    try {
      T read = what.get();
      storeFailed = false;
      return read;
    } catch (StoreException e) {
      storeFailed = e.isTransient();
      throw e;
    }
  }

  /** Whether the store could not be read for the step just now. */
  boolean hasStoreFailed() {
    return storeFailed;
  }

  @Override
  public Iterable<Transcript> transcriptPages() {
    return () -> {
      Iterator<Transcript> pages = read(snapshot.pages()::iterator);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return read(pages::hasNext);
        }

        @Override
        public Transcript next() {
          return read(pages::next);
        }
      };
    };
  }

  @Override
  public void replaceMessages(Map<UUID, String> texts) {
    requireRunning();
    if (isDelivery()) {
      throw new UnsupportedOperationException("a delivery changes nothing of the session");
    }
    Validator door = new Validator();
    texts
        .values()
        .forEach(text -> door.sized("messages", text, run.context().limits().messageBytes()));
    door.throwIfInvalid();
    if (!session().storesTexts()) {
      return;
    }
    if (!read(() -> run.replaceTexts(Map.copyOf(texts)))) {
      throw new IllegalStateException("the lease was lost");
    }
    snapshot.forget();
  }

  /**
   * Once the attempt has ended, the step may neither see the session nor affect what others see.
   */
  private void requireRunning() {
    if (ended.get()) {
      throw new IllegalStateException("the attempt has ended: it returned or was given up");
    }
  }

  @Override
  public String stepName() {
    return run.chain().name(step);
  }

  @Override
  public int attempt() {
    return number;
  }

  @Override
  public String idempotencyKey() {
    SessionKey session = run.ref().session();
    UUID id = purged().map(PurgedSession::id).orElse(session.sessionId());
    String key = session.organizationId() + ":" + id + ":" + stepName();
    return enrichments == 0 ? key : key + ":" + enrichments;
  }

  @Override
  public Optional<PurgedSession> purged() {
    return run.purged();
  }

  @Override
  public int enrichments() {
    return enrichments;
  }

  @Override
  public Optional<String> traceParent() {
    return run.traceParent();
  }

  @Override
  public Duration timeLeft() {
    Duration left = timeout.minus(took());
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public boolean isCancelled() {
    return ended.get() || run.isLost() || isOverdue();
  }

  @Override
  public String toString() {
    return "Attempt[" + idempotencyKey() + " " + number + "]";
  }
}
