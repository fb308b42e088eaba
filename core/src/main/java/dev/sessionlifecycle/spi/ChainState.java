package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.spi.ChainDefinition.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a chain has come: a progress for each step, in the order of its shape. A value; stores
 * keep {@link #encode()} and interpret nothing of it but which kinds of deliveries it has.
 *
 * @param steps the progress of each step
 * @param purged the session that was deleted, of a chain that is left for its deliveries on a
 *     purge; null for any other
 */
public record ChainState(List<Progress> steps, @Nullable PurgedSession purged) {

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

    /** Whether this is a delivery on enrichment or on a purge that never had anything to do. */
    public boolean isDormant() {
      return (kind == Kind.ON_ENRICHMENT && enrichments == 0)
          || (kind == Kind.ON_PURGE && phase == Phase.SKIPPED && attempts == 0);
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

  /** The state of a chain whose session is there. */
  public ChainState(List<Progress> steps) {
    this(steps, null);
  }

  /** Nothing has been done yet. */
  public static ChainState initial(ChainDefinition shape) {
    return new ChainState(shape.steps().stream().map(ChainState::initial).toList());
  }

  private static Progress initial(ChainDefinition.Step step) {
    boolean isDormant = step.kind() == Kind.ON_ENRICHMENT || step.kind() == Kind.ON_PURGE;
    Phase phase = isDormant ? Phase.SKIPPED : Phase.PENDING;
    return new Progress(phase, 0, null, step.kind(), 0);
  }

  /** Returns a copy with another progress for one step, whose kind and enrichments stay. */
  public ChainState with(int step, Progress progress) {
    List<Progress> changed = new ArrayList<>(steps);
    changed.set(step, progress.inPlaceOf(steps.get(step)));
    return new ChainState(changed, purged);
  }

  /** Whether there is something to do once the session is deleted. */
  public boolean isForPurges() {
    return purged == null && steps.stream().anyMatch(step -> step.kind() == Kind.ON_PURGE);
  }

  /**
   * Returns the state of the chain that a purge leaves, where {@link #isForPurges}: its deliveries
   * on a purge are due, everything else is skipped. A store keeps it in the transaction that
   * deletes the session, as a chain under another id, so that the session's own can be used again,
   * and deletes it with its attempts when it {@link #isOver}.
   */
  public ChainState purged(PurgedSession session) {
    return new ChainState(
        steps.stream()
            .map(
                step ->
                    new Progress(
                        step.kind() == Kind.ON_PURGE ? Phase.PENDING : Phase.SKIPPED,
                        0,
                        null,
                        step.kind(),
                        step.enrichments()))
            .toList(),
        Validator.require("purged", session));
  }

  /** Whether this is left by a purge, and none of its deliveries is to be tried again. */
  public boolean isOver() {
    return purged != null && steps.stream().noneMatch(step -> step.phase() == Phase.PENDING);
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
                .toList(),
            purged);
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
   * case for deliveries, and with the enrichments of a delivery on enrichment behind a plus sign. A
   * delivery on a purge has an exclamation mark, and so has the session behind all steps.
   */
  public String encode() {
    String left =
        purged == null
            ? ""
            : " !" + purged.organizationId() + "/" + purged.id() + "@" + micros(purged.purgedAt());
    return steps.stream()
        .map(
            step ->
                ""
                    + step.code()
                    + step.attempts()
                    + (step.notBefore() == null ? "" : "@" + micros(step.notBefore()))
                    + (step.kind() == Kind.ON_ENRICHMENT ? "+" + step.enrichments() : "")
                    + (step.kind() == Kind.ON_PURGE ? "!" : ""))
        .collect(Collectors.joining(" ", "", left));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant ofMicros(String micros) {
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
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
      int left = text.indexOf(" !");
      return new ChainState(
          Arrays.stream((left < 0 ? text : text.substring(0, left)).split(" ", -1))
              .map(ChainState::decodeStep)
              .toList(),
          left < 0 ? null : decodePurged(text.substring(left + 2)));
    } catch (InvalidInputException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static PurgedSession decodePurged(String text) {
    String[] parts = text.split("[/@]", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a purged session is an organization, an id and a time");
    }
    return new PurgedSession(
        UUID.fromString(parts[0]), UUID.fromString(parts[1]), ofMicros(parts[2]));
  }

  private static Progress decodeStep(String whole) {
    if (whole.isEmpty()) {
      throw new IllegalArgumentException("a step has no progress");
    }
    int plus = whole.indexOf('+');
    boolean isOnPurge = whole.endsWith("!");
    String text =
        plus < 0
            ? whole.substring(0, whole.length() - (isOnPurge ? 1 : 0))
            : whole.substring(0, plus);
    int at = text.indexOf('@', 1);
    int attempts = Integer.parseInt(text.substring(1, at < 0 ? text.length() : at));
    Instant notBefore = at < 0 ? null : ofMicros(text.substring(at + 1));
    char code = text.charAt(0);
    boolean isDelivery = code >= 'A' && code <= 'Z';
    Phase phase = Phase.of(isDelivery ? (char) (code - 'A' + 'a') : code);
    if (plus < 0) {
      Kind kind = isDelivery ? Kind.DELIVERY : Kind.STEP;
      return new Progress(phase, attempts, notBefore, isOnPurge ? Kind.ON_PURGE : kind, 0);
    }
    if (!isDelivery) {
      throw new IllegalArgumentException("only a delivery has enrichments");
    }
    int enrichments = Integer.parseInt(whole.substring(plus + 1));
    return new Progress(phase, attempts, notBefore, Kind.ON_ENRICHMENT, enrichments);
  }
}
