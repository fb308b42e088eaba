package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.spi.ChainDefinition.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a chain has come: a progress for each step, in the order of its shape. A value; stores
 * keep {@link #encode()} and interpret nothing of it.
 *
 * @param steps the progress of each step
 */
public record ChainState(List<Progress> steps) {

  /** The most attempts at one step that a state can count. */
  public static final int MAX_ATTEMPTS = 1_000_000;

  /** What has become of a step. */
  public enum Phase {
    /** Not finished: it runs when everything before it is finished and its time has come. */
    PENDING('p'),
    /** Done. */
    DONE('d'),
    /** Nothing to do, or skipped on request. */
    SKIPPED('s'),
    /** Given up until it is replayed or skipped. */
    PARKED('x');

    private final char code;

    Phase(char code) {
      this.code = code;
    }

    /** Whether the steps behind it may run. */
    public boolean isFinished() {
      return this == DONE || this == SKIPPED;
    }

    private static Phase of(char code) {
      return Arrays.stream(values())
          .filter(phase -> phase.code == code)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no phase has the code " + code));
    }
  }

  /**
   * The progress of a step.
   *
   * @param attempts how many attempts have been made: 0 to 1,000,000
   * @param notBefore when it may run next, by the store's clock; null for at once
   * @param kind what the step is to the chain
   * @param enrichments for a delivery on enrichment, how many enrichments of the session it has
   *     been made due for; 0 for any other step
   */
  public record Progress(
      Phase phase, int attempts, @Nullable Instant notBefore, Kind kind, int enrichments) {
    /** Checks that nothing is missing and cuts the time to the microsecond. */
    public Progress {
      Validator.require("phase", phase);
      Validator.requireBetween("attempts", attempts, 0, MAX_ATTEMPTS);
      Validator.require("kind", kind);
      Validator.requireBetween(
          "enrichments", enrichments, 0, kind == Kind.ON_ENRICHMENT ? Integer.MAX_VALUE : 0);
      notBefore = notBefore == null ? null : notBefore.truncatedTo(ChronoUnit.MICROS);
    }

    /** Creates the progress of a step that is no delivery. */
    public Progress(Phase phase, int attempts, @Nullable Instant notBefore) {
      this(phase, attempts, notBefore, Kind.STEP, 0);
    }

    /** Whether the chain counts as finished without the step. */
    public boolean isDelivery() {
      return kind.isDelivery();
    }

    /** Whether this is a delivery on enrichment that has never had anything to do. */
    public boolean isDormant() {
      return kind == Kind.ON_ENRICHMENT && enrichments == 0;
    }

    private Progress inPlaceOf(Progress before) {
      return new Progress(phase, attempts, notBefore, before.kind, before.enrichments);
    }

    /** Of what is parked, or not done yet, nothing changes but the count. */
    private Progress enriched(int count) {
      return phase.isFinished()
          ? new Progress(Phase.PENDING, 0, null, kind, count)
          : new Progress(phase, attempts, notBefore, kind, count);
    }

    private char code() {
      return isDelivery() ? (char) (phase.code - 'a' + 'A') : phase.code;
    }
  }

  /** Copies the list. */
  public ChainState {
    steps = List.copyOf(steps);
  }

  /** Nothing has been done yet. */
  public static ChainState initial(ChainDefinition shape) {
    return new ChainState(shape.steps().stream().map(ChainState::initial).toList());
  }

  private static Progress initial(ChainDefinition.Step step) {
    Phase phase = step.kind() == Kind.ON_ENRICHMENT ? Phase.SKIPPED : Phase.PENDING;
    return new Progress(phase, 0, null, step.kind(), 0);
  }

  /** Returns a copy with another progress for one step, whose kind and enrichments stay. */
  public ChainState with(int step, Progress progress) {
    List<Progress> changed = new ArrayList<>(steps);
    changed.set(step, progress.inPlaceOf(steps.get(step)));
    return new ChainState(changed);
  }

  /**
   * Returns a copy in which the deliveries on enrichment are due that have not been made due for
   * this many enrichments. One that waits or is parked stays as it is: the attempt to come has the
   * session as it is by then.
   *
   * @param count how often the session has been enriched; never less than before
   */
  public ChainState enriched(int count) {
    return count <= enrichments()
        ? this
        : new ChainState(
            steps.stream()
                .map(step -> step.kind() == Kind.ON_ENRICHMENT ? step.enriched(count) : step)
                .toList());
  }

  /**
   * For how many enrichments of the session the deliveries on enrichment have been made due; the
   * greatest number for a chain that has none.
   */
  public int enrichments() {
    return steps.stream()
        .filter(step -> step.kind() == Kind.ON_ENRICHMENT)
        .mapToInt(Progress::enrichments)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  /** Whether every step but the deliveries is done or skipped: the chain has finished. */
  public boolean isFinished() {
    return steps.stream().allMatch(step -> step.isDelivery() || step.phase().isFinished());
  }

  /** Whether every step is done or skipped, deliveries included: nothing is left. */
  public boolean isComplete() {
    return steps.stream().allMatch(step -> step.phase().isFinished());
  }

  /** How many deliveries are neither done nor skipped. */
  public int undelivered() {
    return (int)
        steps.stream().filter(step -> step.isDelivery() && !step.phase().isFinished()).count();
  }

  /** How many steps are parked, deliveries included. */
  public int parkedSteps() {
    return (int) steps.stream().filter(step -> step.phase() == Phase.PARKED).count();
  }

  /** Whether a step runs as soon as its time has come: pending, and all before it finished. */
  public boolean isReady(ChainDefinition shape, int step) {
    return steps.get(step).phase() == Phase.PENDING
        && shape.steps().get(step).after().stream()
            .allMatch(before -> steps.get(before).phase().isFinished());
  }

  /** The steps that run as soon as their time has come, in the order of the shape. */
  public List<Integer> ready(ChainDefinition shape) {
    List<Integer> ready = new ArrayList<>();
    for (int step = 0; step < steps.size(); step++) {
      if (isReady(shape, step)) {
        ready.add(step);
      }
    }
    return ready;
  }

  /**
   * The text in which a store keeps the state: {@code d1 p2@1767225600000000 P0 S0+0}, in upper
   * case for deliveries, and with the enrichments of a delivery on enrichment behind a plus sign.
   */
  public String encode() {
    return steps.stream()
        .map(
            step ->
                ""
                    + step.code()
                    + step.attempts()
                    + (step.notBefore() == null
                        ? ""
                        : "@" + ChronoUnit.MICROS.between(Instant.EPOCH, step.notBefore()))
                    + (step.kind() == Kind.ON_ENRICHMENT ? "+" + step.enrichments() : ""))
        .collect(Collectors.joining(" "));
  }

  /**
   * Reads {@link #encode()}.
   *
   * @throws IllegalArgumentException where the text is no state
   */
  public static ChainState decode(String text) {
    if (text.isEmpty()) {
      return new ChainState(List.of());
    }
    try {
      return new ChainState(
          Arrays.stream(text.split(" ", -1)).map(ChainState::decodeStep).toList());
    } catch (InvalidInputException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Progress decodeStep(String whole) {
    if (whole.isEmpty()) {
      throw new IllegalArgumentException("a step has no progress");
    }
    int plus = whole.indexOf('+');
    String text = plus < 0 ? whole : whole.substring(0, plus);
    int at = text.indexOf('@', 1);
    int attempts = Integer.parseInt(text.substring(1, at < 0 ? text.length() : at));
    Instant notBefore =
        at < 0
            ? null
            : Instant.EPOCH.plus(Long.parseLong(text.substring(at + 1)), ChronoUnit.MICROS);
    char code = text.charAt(0);
    boolean isDelivery = code >= 'A' && code <= 'Z';
    Phase phase = Phase.of(isDelivery ? (char) (code - 'A' + 'a') : code);
    if (plus < 0) {
      Kind kind = isDelivery ? Kind.DELIVERY : Kind.STEP;
      return new Progress(phase, attempts, notBefore, kind, 0);
    }
    if (!isDelivery) {
      throw new IllegalArgumentException("only a delivery has enrichments");
    }
    int enrichments = Integer.parseInt(whole.substring(plus + 1));
    return new Progress(phase, attempts, notBefore, Kind.ON_ENRICHMENT, enrichments);
  }
}
