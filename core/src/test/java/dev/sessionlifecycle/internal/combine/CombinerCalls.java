package dev.sessionlifecycle.internal.combine;

import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Calls through a combiner, each on a thread of its own, to a target whose statements are held. */
final class CombinerCalls implements Combiner.Target<CombinerCalls.Intent, String> {
  private static final UUID ORGANIZATION = new UUID(0, 1);

  private final Combiner<Intent, String> combiner;
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final Map<String, RuntimeException> failing = new ConcurrentHashMap<>();
  private final Set<String> undone = ConcurrentHashMap.newKeySet();
  private final List<String> statements = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> senders = Collections.synchronizedList(new ArrayList<>());
  private final List<String> repeated = Collections.synchronizedList(new ArrayList<>());
  private volatile Throwable failTogether;
  private volatile RuntimeException failOnInterrupt;
  private volatile boolean answersTooFew;

  /** An intent for the session that the first letter of its name stands for. */
  record Intent(String name) {
    SessionKey session() {
      return new SessionKey(ORGANIZATION, new UUID(0, sessionOf(name)));
    }

    private static long sessionOf(String name) {
      return name.matches("[st].*") ? name.charAt(0) : name.hashCode();
    }
  }

  /** A call on a thread of its own. */
  static final class Made {
    private final String name;
    private final Thread thread;
    private volatile String reply;
    private volatile Throwable error;
    private volatile boolean isInterrupted;

    Made(String name, UnaryOperator<String> call, boolean interrupted) {
      this.name = name;
      thread =
          new Thread(
              () -> {
                if (interrupted) {
                  Thread.currentThread().interrupt();
                }
                try {
                  reply = call.apply(name);
                } catch (Throwable e) {
                  error = e;
                }
                isInterrupted = Thread.currentThread().isInterrupted();
              },
              name);
      thread.setDaemon(true);
      thread.start();
    }

    String name() {
      return name;
    }

    Thread thread() {
      return thread;
    }

    /** Waits until the call parks behind others. */
    void awaitWaiting() {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }

    String reply() {
      join();
      if (error != null) {
        throw new AssertionError("a call threw " + error, error);
      }
      return reply;
    }

    Throwable error() {
      join();
      return error;
    }

    boolean isInterrupted() {
      join();
      return isInterrupted;
    }

    private void join() {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  CombinerCalls(int mostStatements, Duration patience) {
    combiner = new Combiner<>(this, mostStatements, patience);
  }

  String apply(String name) {
    Intent intent = new Intent(name);
    Combiner.Call<Intent, String> call = combiner.begin(intent);
    if (!call.goesAtOnce()) {
      return combiner.await(call);
    }
    try {
      return alone(intent);
    } finally {
      combiner.end(call);
    }
  }

  /** Starts a call, and waits until its statement is under way if it is held. */
  Made start(String name) {
    Made made = new Made(name, this::apply, false);
    if (held.containsKey(name)) {
      awaitStatement(name);
    }
    return made;
  }

  /** Starts a call behind others. */
  Made startAndWait(String name) {
    Made made = new Made(name, this::apply, false);
    made.awaitWaiting();
    return made;
  }

  /** Starts a call behind others, on a thread whose interrupt flag is set. */
  Made startInterrupted(String name) {
    Made made = new Made(name, this::apply, true);
    made.awaitWaiting();
    return made;
  }

  /** Holds up the next statement that begins with this call, until it is released. */
  void hold(String name) {
    held.put(name, new CountDownLatch(1));
  }

  void release(String name) {
    held.get(name).countDown();
  }

  void release() {
    held.values().forEach(CountDownLatch::countDown);
  }

  void fail(String name, RuntimeException error) {
    failing.put(name, error);
  }

  void failTogether(Throwable error) {
    failTogether = error;
  }

  /** Lets a statement for many fail when its thread is interrupted while it is held up. */
  void failTogetherOnInterrupt(RuntimeException error) {
    failOnInterrupt = error;
  }

  void leaveUndone(String name) {
    undone.add(name);
  }

  void answerTooFew() {
    answersTooFew = true;
  }

  void awaitStatement(String statement) {
    while (!statements.contains(statement)) {
      Thread.onSpinWait();
    }
  }

  List<String> statements() {
    return List.copyOf(statements);
  }

  List<Thread> senders() {
    return List.copyOf(senders);
  }

  /** Returns the calls whose statement had failed, sorted: they are made at the same time. */
  List<String> repeated() {
    return repeated.stream().sorted().toList();
  }

  @Override
  public SessionKey session(Intent intent) {
    return intent.session();
  }

  @Override
  public String alone(Intent intent) {
    send(intent.name(), List.of(intent));
    if (failing.containsKey(intent.name())) {
      throw failing.get(intent.name());
    }
    return "reply to " + intent.name();
  }

  @Override
  public List<Optional<String>> together(List<Intent> intents) {
    boolean interrupted =
        send(intents.stream().map(Intent::name).collect(Collectors.joining("+")), intents);
    if (interrupted && failOnInterrupt != null) {
      throw failOnInterrupt;
    } else if (failTogether instanceof Error error) {
      throw error;
    }
    Map<String, Optional<String>> replies = new HashMap<>();
    for (Intent intent : intents) {
      if (failing.containsKey(intent.name())) {
        throw failing.get(intent.name());
      }
      boolean isDone = !undone.contains(intent.name());
      replies.put(
          intent.name(), isDone ? Optional.of("reply to " + intent.name()) : Optional.empty());
    }
    return intents.stream()
        .limit(answersTooFew ? 1 : intents.size())
        .map(it -> replies.get(it.name()))
        .toList();
  }

  /** Returns whether the thread was interrupted while the statement was held up. */
  private boolean send(String statement, List<Intent> intents) {
    senders.add(Thread.currentThread());
    statements.add(statement);
    CountDownLatch latch = held.get(intents.get(0).name());
    if (latch == null) {
      return false;
    }
    try {
      latch.await();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public String again(Intent intent, Throwable failure) {
    repeated.add(intent.name());
    return alone(intent);
  }
}
