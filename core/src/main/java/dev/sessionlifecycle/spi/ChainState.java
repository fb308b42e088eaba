package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
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
   * @param isDelivery whether the chain counts as finished without it
   */
  public record Progress(
      Phase phase, int attempts, @Nullable Instant notBefore, boolean isDelivery) {
    /** Checks that nothing is missing and cuts the time to the microsecond. */
    public Progress {
      Validator.require("phase", phase);
      Validator.requireBetween("attempts", attempts, 0, MAX_ATTEMPTS);
      notBefore = notBefore == null ? null : notBefore.truncatedTo(ChronoUnit.MICROS);
    }

    /** Creates the progress of a step that is no delivery. */
    public Progress(Phase phase, int attempts, @Nullable Instant notBefore) {
      this(phase, attempts, notBefore, false);
    }

    private Progress asDelivery(boolean isIt) {
      return isIt == isDelivery ? this : new Progress(phase, attempts, notBefore, isIt);
    }

    private char code() {
      return isDelivery ? (char) (phase.code - 'a' + 'A') : phase.code;
    }
  }

  /** Copies the list. */
  public ChainState {
    steps = List.copyOf(steps);
  }

  /** Nothing has been done yet. */
  public static ChainState initial(ChainDefinition shape) {
    return new ChainState(
        shape.steps().stream()
            .map(step -> new Progress(Phase.PENDING, 0, null, step.isDelivery()))
            .toList());
  }

  /** Returns a copy with another progress for one step, which stays a delivery if it is one. */
  public ChainState with(int step, Progress progress) {
    List<Progress> changed = new ArrayList<>(steps);
    changed.set(step, progress.asDelivery(steps.get(step).isDelivery()));
    return new ChainState(changed);
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
   * The text in which a store keeps the state: {@code d1 p2@1767225600000000 P0}, in upper case for
   * deliveries.
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
                        : "@" + ChronoUnit.MICROS.between(Instant.EPOCH, step.notBefore())))
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

  private static Progress decodeStep(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a step has no progress");
    }
    int at = text.indexOf('@', 1);
    int attempts = Integer.parseInt(text.substring(1, at < 0 ? text.length() : at));
    Instant notBefore =
        at < 0
            ? null
            : Instant.EPOCH.plus(Long.parseLong(text.substring(at + 1)), ChronoUnit.MICROS);
    char code = text.charAt(0);
    boolean isDelivery = code >= 'A' && code <= 'Z';
    Phase phase = Phase.of(isDelivery ? (char) (code - 'A' + 'a') : code);
    return new Progress(phase, attempts, notBefore, isDelivery);
  }
}
