package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The steps of a chain and what each waits for. A shape is stored once, under its digest, and every
 * session's chain names the shape it was created with: a chain keeps its own shape when newer
 * sessions get another.
 *
 * @param steps the steps; each waits only for steps before it in the list; at most 32
 */
public record ChainDefinition(List<Step> steps) {
  /** The most steps that a chain may have. */
  public static final int MAX_STEPS = 32;

  private static final ChainDefinition EMPTY = new ChainDefinition(List.of());

  /** What a step is to its chain. */
  public enum Kind {
    /** The chain has finished when it is done or skipped. */
    STEP(""),
    /** The chain counts as finished without it. */
    DELIVERY("~"),
    /**
     * A delivery that has nothing to do until the session is enriched, corrected or given a
     * disposition after its end, and runs again after each time.
     */
    ON_ENRICHMENT("~+"),
    /**
     * A delivery that has nothing to do until the session is deleted, and runs once after that; see
     * {@link ChainState#purged}.
     */
    ON_PURGE("~!");

    private final String mark;

    Kind(String mark) {
      this.mark = mark;
    }

    /** Whether the chain counts as finished without it. */
    public boolean isDelivery() {
      return this != STEP;
    }

    private static Kind of(String mark) {
      return Arrays.stream(values())
          .filter(kind -> kind.mark.equals(mark))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no kind of step has this mark"));
    }
  }

  /**
   * A step of a shape.
   *
   * @param name its name: 1 to 64 of a-z 0-9 . _ -, beginning with a letter or digit
   * @param after the places in the list of the steps that it waits for; only a delivery waits for
   *     deliveries
   * @param kind what it is to the chain
   */
  public record Step(String name, List<Integer> after, Kind kind) {
    /** Copies the list. */
    public Step {
      after = List.copyOf(after);
      Validator.require("kind", kind);
    }

    /** Creates a step that is no delivery. */
    public Step(String name, List<Integer> after) {
      this(name, after, Kind.STEP);
    }

    /** Whether the chain counts as finished without it. */
    public boolean isDelivery() {
      return kind.isDelivery();
    }
  }

  /** Checks the order, the names and the number of the steps. */
  public ChainDefinition {
    steps = List.copyOf(steps);
    if (steps.size() > MAX_STEPS) {
      throw Validator.invalid("steps", "at most " + MAX_STEPS);
    }
    List<Step> all = steps;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      int place = i;
      if (!step.name().matches("[a-z0-9][a-z0-9._-]{0,63}")) {
        throw Validator.invalid("steps[" + i + "].name", "1 to 64 of a-z 0-9 . _ -");
      }
      if (names.contains(step.name())) {
        throw Validator.invalid("steps[" + i + "].name", "not the name of two steps");
      }
      if (step.after().stream().anyMatch(it -> it < 0 || it >= place)) {
        throw Validator.invalid("steps[" + i + "].after", "only steps before it");
      }
      if (!step.isDelivery() && step.after().stream().map(all::get).anyMatch(Step::isDelivery)) {
        throw Validator.invalid("steps[" + i + "].after", "no delivery");
      }
      names.add(step.name());
    }
  }

  /** No steps: a chain of this definition starts finished. */
  public static ChainDefinition empty() {
    return EMPTY;
  }

  /** Whether there are no steps. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }

  /** Whether a chain of this definition starts finished: it has no steps but deliveries. */
  public boolean isFinishedAtOnce() {
    return steps.stream().allMatch(Step::isDelivery);
  }

  /** The names of the steps, in order. */
  public List<String> names() {
    return steps.stream().map(Step::name).toList();
  }

  /**
   * The text in which a store keeps the shape: {@code scrub summarize<0 sync-memory<0 crm~<0,1},
   * where the last one is a delivery; one on enrichment has {@code ~+}, one on a purge {@code ~!}.
   * Versions of the library that know no deliveries cannot read such a shape, and leave its chains
   * alone.
   */
  public String encode() {
    return steps.stream()
        .map(
            step ->
                step.after().isEmpty()
                    ? mark(step)
                    : mark(step)
                        + "<"
                        + step.after().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining(",")))
        .collect(Collectors.joining(" "));
  }

  /**
   * Reads {@link #encode()}.
   *
   * @throws IllegalArgumentException where the text is no shape
   */
  public static ChainDefinition decode(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    try {
      return new ChainDefinition(
          Arrays.stream(text.split(" ", -1)).map(ChainDefinition::decodeStep).toList());
    } catch (InvalidInputException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String mark(Step step) {
    return step.name() + step.kind().mark;
  }

  private static Step decodeStep(String text) {
    int sign = text.indexOf('<');
    String marked = sign < 0 ? text : text.substring(0, sign);
    int mark = marked.indexOf('~');
    return new Step(
        mark < 0 ? marked : marked.substring(0, mark),
        sign < 0
            ? List.of()
            : Arrays.stream(text.substring(sign + 1).split(",", -1)).map(Integer::valueOf).toList(),
        mark < 0 ? Kind.STEP : Kind.of(marked.substring(mark)));
  }

  /** The key of the shape: 32 hexadecimal digits of the SHA-256 of its text. */
  public String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(encode().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
