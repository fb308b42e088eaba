package dev.sessionlifecycle.benchmarks.jmh;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.model.Transitions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Each operation compared to the plain look-up that a host would write by hand, over the same
 * inputs in random order, so that branch prediction cannot learn them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WordsBenchmark {
  private static final int INPUTS = 1_024;

  /** Strings that platforms and people send, besides the spellings of known reasons. */
  private static final List<String> FOREIGN =
      List.of(
          "CLIENT_DISCONNECTED",
          "completed",
          "486",
          "end_call tool was called.",
          "customer-ended-call",
          "TELECOM_UNANSWERED",
          "the user hung up while the agent was speaking, and did not call again",
          "peer",
          "",
          "BYE");

  private final SessionStatus[] from = new SessionStatus[INPUTS];
  private final SessionStatus[] to = new SessionStatus[INPUTS];
  private final String[] canonical = new String[INPUTS];
  private final String[] any = new String[INPUTS];
  private final Map<SessionStatus, Set<SessionStatus>> moves = new EnumMap<>(SessionStatus.class);
  private final Map<String, TerminationReason> reasons = new HashMap<>();

  /** Creates the inputs, the same in each run. */
  public WordsBenchmark() {
    Random random = new Random(1);
    for (SessionStatus status : SessionStatus.all()) {
      Set<SessionStatus> targets = EnumSet.noneOf(SessionStatus.class);
      targets.addAll(Transitions.targetsOf(status));
      moves.put(status, targets);
    }
    for (TerminationReason reason : TerminationReason.values()) {
      reasons.put(reason.wire(), reason);
    }
    List<String> spellings = spellings();
    for (int i = 0; i < INPUTS; i++) {
      from[i] = pick(random, SessionStatus.all());
      to[i] = pick(random, SessionStatus.all());
      canonical[i] = pick(random, List.of(TerminationReason.values())).wire();
      any[i] = pick(random, spellings);
    }
  }

  private static List<String> spellings() {
    List<String> spellings = new ArrayList<>(FOREIGN);
    for (TerminationReason reason : TerminationReason.values()) {
      String wire = reason.wire();
      spellings.add(wire);
      spellings.add(wire.toUpperCase(Locale.ROOT));
      spellings.add(wire.replace('_', '-'));
      spellings.add("  " + wire.replace('_', ' ') + " ");
    }
    return spellings;
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Looks up in a map of sets whether a move is legal. */
  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public void transitionByEnumMap(Blackhole hole) {
    for (int i = 0; i < INPUTS; i++) {
      Set<SessionStatus> targets = moves.get(from[i]);
      hole.consume(targets != null && targets.contains(to[i]));
    }
  }

  /** Asks the library whether a move is legal. */
  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public void transitionByLibrary(Blackhole hole) {
    for (int i = 0; i < INPUTS; i++) {
      hole.consume(Transitions.allows(from[i], to[i]));
    }
  }

  /** Looks up a reason by its canonical name in a map. */
  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public void canonicalByHashMap(Blackhole hole) {
    for (int i = 0; i < INPUTS; i++) {
      hole.consume(reasons.get(canonical[i]));
    }
  }

  /** Looks up a reason by its canonical name with the library. */
  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public void canonicalByLibrary(Blackhole hole) {
    for (int i = 0; i < INPUTS; i++) {
      hole.consume(TerminationReason.coerce(canonical[i]));
    }
  }

  /** Looks up a reason in any spelling, or a string that matches none. */
  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public void anyByLibrary(Blackhole hole) {
    for (int i = 0; i < INPUTS; i++) {
      hole.consume(TerminationReason.coerce(any[i]));
    }
  }
}
