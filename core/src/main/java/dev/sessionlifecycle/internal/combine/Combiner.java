package dev.sessionlifecycle.internal.combine;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Combines concurrent calls of one kind. Who comes alone goes at once; who comes while as many
 * statements are under way as there may be waits, and goes with the next one. One of those who wait
 * sends it, on its own thread, and hands each of the others its reply. There are no other threads.
 *
 * <ul>
 *   <li>Calls for one session take effect in the order in which they came: never two in a
 *       statement, nor in two statements at a time.
 *   <li>Where a statement fails, or leaves a call undone, its calls are repeated each by itself, on
 *       their own threads and all at once: none waits for what keeps another from succeeding.
 *   <li>A statement that takes longer than the patience no longer counts: the next one starts
 *       beside it, also for its sessions. So a lock, a lost connection or a stopped thread delays
 *       no other call for longer than that.
 *   <li>An interrupt while a call waits takes it back, and nothing was done. Once its statement is
 *       under way, the call returns its reply, and its thread stays interrupted.
 * </ul>
 *
 * <p>The lock is held for moments only, never while a store is called, so that virtual threads are
 * not pinned. Thread-safe.
 *
 * @param <I> the intent of a call
 * @param <R> its reply
 */
final class Combiner<I, R> {
  /** How many calls one statement takes at most. */
  static final int MOST_CALLS = 100;

  private final Target<I, R> target;
  private final int mostStatements;
  private final long patienceNanos;

  private final ReentrantLock lock = new ReentrantLock();

  /** Those who wait, in the order in which they came. Guarded by the lock, as is what follows. */
  private final Set<Call<I, R>> waiting = new LinkedHashSet<>();

  /** The sessions with a call under way, each with the statement of that call. */
  private final Map<SessionKey, Statement> busy = new HashMap<>();

  private final Set<Statement> underWay = new HashSet<>();

  /** When the last statement was started. */
  private volatile long lastStart;

  /** What the calls go to. */
  interface Target<I, R> {
    SessionKey session(I intent);

    /** Applies one intent. */
    R alone(I intent);

    /**
     * Applies intents for distinct sessions in one statement; the reply is empty for those that
     * have to be applied alone.
     */
    List<Optional<R>> together(List<I> intents);

    /**
     * Applies an intent that was part of a statement that failed, and may have been applied.
     *
     * @param failure how it failed
     */
    R again(I intent, Throwable failure);
  }

  /** A statement under way, for one call or many. */
  private static final class Statement {
    private final long start = System.nanoTime();
  }

  /** What one who waits is to do next. */
  private sealed interface Turn<R> {
    /** Send a statement, with others who wait. */
    record Lead<R>() implements Turn<R> {}

    /** Return the reply. */
    record Return<R>(R reply) implements Turn<R> {}

    /** Apply the intent alone: its statement has left it undone, or has failed. */
    record Repeat<R>(@Nullable Throwable failure) implements Turn<R> {}
  }

  /** A call of one thread. */
  static final class Call<I, R> {
    private final I intent;
    private final SessionKey session;
    private final Thread thread = Thread.currentThread();
    private volatile @Nullable Turn<R> turn;
    private boolean goesAtOnce;

    /** The statement that it goes with. Guarded by the lock. */
    private @Nullable Statement statement;

    private Call(I intent, SessionKey session) {
      this.intent = intent;
      this.session = session;
    }

    /** Whether nobody is in its way. */
    boolean goesAtOnce() {
      return goesAtOnce;
    }

    private void wake(Turn<R> next) {
      turn = next;
      LockSupport.unpark(thread);
    }
  }

  /**
   * Creates a combiner.
   *
   * @param mostStatements how many statements may be under way at a time; at least 1
   * @param patience how long a statement counts as under way
   */
  Combiner(Target<I, R> target, int mostStatements, Duration patience) {
    this.target = target;
    this.mostStatements = mostStatements;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * Begins a call. If it {@link Call#goesAtOnce}, the caller applies the intent by itself, and
   * calls {@link #end} in any case; else it calls {@link #await}.
   */
  Call<I, R> begin(I intent) {
    Call<I, R> call = new Call<>(intent, target.session(intent));
    lock.lock();
    try {
      if (waiting.isEmpty() && mayStart() && hold(call, new Statement())) {
        start(call);
        call.goesAtOnce = true;
      } else {
        waiting.add(call);
        letNextLead(); // it may be the first one for its session
      }
      return call;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a call that went at once. */
  void end(Call<I, R> call) {
    finish(call, List.of(call));
  }

  /**
   * Waits for others, and applies the intent together with those who wait as well, or has it
   * applied.
   *
   * @throws StoreException that is transient, if the thread is interrupted while the call waits:
   *     then nothing was done
   */
  R await(Call<I, R> call) {
    Turn<R> turn = nextTurn(call);
    if (turn instanceof Turn.Lead) {
      turn = lead(call);
    }
    return turn instanceof Turn.Repeat<R> repeat
        ? repeat(call, repeat.failure())
        : ((Turn.Return<R>) turn).reply();
  }

  private R repeat(Call<I, R> call, @Nullable Throwable failure) {
    try {
      return failure == null ? target.alone(call.intent) : target.again(call.intent, failure);
    } finally {
      finish(null, List.of(call));
    }
  }

  private boolean mayStart() {
    int counted = 0;
    for (Statement statement : underWay) {
      counted += isOverdue(statement.start) ? 0 : 1;
    }
    return counted < mostStatements;
  }

  private boolean isOverdue(long start) {
    return System.nanoTime() - start >= patienceNanos;
  }

  /** Takes the session of a call for a statement, unless another call has it. Under the lock. */
  private boolean hold(Call<I, R> call, Statement statement) {
    Statement other = busy.get(call.session);
    if (other == statement || (other != null && !isOverdue(other.start))) {
      return false;
    }
    busy.put(call.session, statement);
    call.statement = statement;
    return true;
  }

  private void start(Call<I, R> call) {
    Statement statement = Objects.requireNonNull(call.statement);
    underWay.add(statement);
    lastStart = statement.start;
  }

  private Turn<R> nextTurn(Call<I, R> call) {
    // What a callback has left on the thread does not make the call fail, as in a store.
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        Turn<R> turn = call.turn;
        if (turn != null) {
          return turn;
        }
        LockSupport.parkNanos(this, patienceNanos);
        if (Thread.interrupted()) {
          interrupted = true;
          if (withdraw(call)) {
            throw new StoreException(
                "interrupted while waiting to be written with others: nothing was done",
                true,
                new InterruptedException());
          }
        } else if (call.turn == null && isOverdue(lastStart)) {
          startNext();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean withdraw(Call<I, R> call) {
    lock.lock();
    try {
      return waiting.remove(call);
    } finally {
      lock.unlock();
    }
  }

  private void startNext() {
    lock.lock();
    try {
      letNextLead();
    } finally {
      lock.unlock();
    }
  }

  /** Lets as many of those who wait send a statement as there may be. Under the lock. */
  private void letNextLead() {
    Iterator<Call<I, R>> calls = waiting.iterator();
    while (calls.hasNext() && mayStart()) {
      Call<I, R> next = calls.next();
      if (hold(next, new Statement())) {
        calls.remove();
        start(next);
        next.wake(new Turn.Lead<>());
      }
    }
  }

  /**
   * Sends a statement with this call and those who wait by now; returns what the call does next.
   */
  private Turn<R> lead(Call<I, R> first) {
    List<Call<I, R>> calls = takeWaiting(first);
    if (calls.size() == 1) {
      try {
        return new Turn.Return<>(target.alone(first.intent));
      } finally {
        end(first);
      }
    }
    List<Turn<R>> turns;
    Throwable ofThisThread = null;
    boolean interrupted = Thread.interrupted();
    try {
      turns = turns(target.together(calls.stream().map(it -> it.intent).toList()), calls.size());
    } catch (Throwable e) { // also an error of this thread: the others must not wait for ever
      boolean isOwn = e instanceof Error || isByInterrupt(e);
      ofThisThread = isOwn ? e : null;
      Throwable failure =
          isOwn ? new IllegalStateException("the thread of another call has failed", e) : e;
      turns = Collections.nCopies(calls.size(), new Turn.Repeat<>(failure));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    finish(first, answered(calls, turns));
    for (int i = 1; i < calls.size(); i++) {
      calls.get(i).wake(turns.get(i));
    }
    if (ofThisThread != null) {
      finish(null, List.of(first));
      throwUnchecked(ofThisThread);
    }
    return turns.get(0);
  }

  /**
   * Whether a statement may have failed because its thread was interrupted meanwhile: one that
   * waits for a connection is refused one, and a virtual thread that reads from a socket closes it.
   */
  private static boolean isByInterrupt(Throwable failure) {
    return Thread.currentThread().isInterrupted()
        && failure instanceof StoreException error
        && error.isTransient();
  }

  private static void throwUnchecked(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    throw e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
  }

  private List<Call<I, R>> takeWaiting(Call<I, R> first) {
    List<Call<I, R>> calls = new ArrayList<>();
    calls.add(first);
    lock.lock();
    try {
      Statement statement = Objects.requireNonNull(first.statement);
      Iterator<Call<I, R>> others = waiting.iterator();
      while (others.hasNext() && calls.size() < MOST_CALLS) {
        Call<I, R> next = others.next();
        if (!first.session.equals(next.session) && hold(next, statement)) {
          others.remove();
          calls.add(next);
        }
      }
      return calls;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what each call does next, in their order. */
  private static <R> List<Turn<R>> turns(List<Optional<R>> replies, int calls) {
    if (replies.size() != calls) {
      throw new IllegalStateException(
          "the store has returned " + replies.size() + " replies to " + calls + " intents");
    }
    return replies.stream().map(Combiner::turn).toList();
  }

  private static <R> Turn<R> turn(Optional<R> reply) {
    return reply.isPresent() ? new Turn.Return<>(reply.get()) : new Turn.Repeat<>(null);
  }

  private static <I, R> List<Call<I, R>> answered(List<Call<I, R>> calls, List<Turn<R>> turns) {
    List<Call<I, R>> answered = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (turns.get(i) instanceof Turn.Return) {
        answered.add(calls.get(i));
      }
    }
    return answered;
  }

  /**
   * Lets others go for the sessions of these calls.
   *
   * @param leader the call that sent the statement, if that is over
   */
  private void finish(@Nullable Call<I, R> leader, List<Call<I, R>> calls) {
    lock.lock();
    try {
      if (leader != null) {
        underWay.remove(leader.statement);
      }
      for (Call<I, R> call : calls) {
        busy.remove(call.session, call.statement);
      }
      letNextLead();
    } finally {
      lock.unlock();
    }
  }
}
