package dev.sessionlifecycle.internal.finalizer;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one step, and what the step is given. Whoever ends it first, the thread that ran
 * it or somebody who gave it up, has its chain to himself; the other one's answer is refused.
 */
final class Attempt implements StepContext {
  private final ChainRun run;
  private final int step;
  private final int number;
  private final Duration timeout;
  private final Reading reading;
  private final Instant startedAt;
  private final long startTick;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean replaced;

  Attempt(ChainRun run, int step, int number, Duration timeout, Reading reading) {
    this.run = run;
    this.step = step;
    this.number = number;
    this.timeout = timeout;
    this.reading = reading;
    this.startedAt = run.parts().now();
    this.startTick = run.parts().tick();
  }

  ChainRun run() {
    return run;
  }

  int step() {
    return step;
  }

  Instant startedAt() {
    return startedAt;
  }

  Duration took() {
    return Duration.ofNanos(Math.max(0, run.parts().tick() - startTick));
  }

  boolean isOverdue() {
    return took().compareTo(timeout) >= 0;
  }

  boolean isOverdueBy(long nanos) {
    return took().minus(timeout).toNanos() >= nanos;
  }

  /** How long it may take still; negative where it is overdue. */
  long nanosLeft() {
    return timeout.minus(took()).toNanos();
  }

  /** Ends the attempt; true for the first one to do so. */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  /** Another worker has taken the place of the one that hangs in the step. */
  void replace() {
    replaced = true;
  }

  boolean isReplaced() {
    return replaced;
  }

  @Override
  public ClosedSession session() {
    checkGoesOn();
    return reading.session(run);
  }

  @Override
  public Transcript transcript() {
    checkGoesOn();
    return reading.transcript(run);
  }

  /** Whoever runs after its end must neither see the session nor choose what others see. */
  private void checkGoesOn() {
    if (ended.get()) {
      throw new IllegalStateException("the attempt has ended: it returned or was given up");
    }
  }

  @Override
  public String stepName() {
    return run.shape().name(step);
  }

  @Override
  public int attempt() {
    return number;
  }

  @Override
  public String idempotencyKey() {
    SessionKey session = run.ref().session();
    return session.organizationId() + ":" + session.sessionId() + ":" + stepName();
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

  /**
   * What was read from the store for the attempts that begin before something is written: those
   * behind it get another one, which no earlier attempt can fill, however long it hangs.
   */
  static final class Reading {
    private @Nullable ClosedSession session;
    private @Nullable Transcript transcript;

    ClosedSession session(ChainRun run) {
      ClosedSession read = session;
      if (read == null) {
        read =
            run.parts()
                .chains()
                .session(run.ref().session())
                .orElseThrow(() -> new IllegalStateException("the session is gone"));
        session = read;
      }
      return read;
    }

    Transcript transcript(ChainRun run) {
      Transcript read = transcript;
      if (read == null) {
        read = run.parts().chains().transcript(run.ref().session());
        transcript = read;
      }
      return read;
    }
  }
}
