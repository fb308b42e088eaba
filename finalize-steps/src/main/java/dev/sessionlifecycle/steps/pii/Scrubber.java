package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectors;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces personal data in texts and in JSON-like maps.
 *
 * <p>Scrubbing what was scrubbed changes nothing. A surrogate pair is never split. Immutable; may
 * be used by many threads if its detector may.
 */
public final class Scrubber {

  final PiiDetector detector;
  final Set<PiiType> off;
  final Set<String> allowed;
  private final Replacement replacement;
  private final Map<PiiType, Replacement> byType;

  private Scrubber(Builder builder) {
    this.detector = builder.detector;
    this.off = Set.copyOf(builder.off);
    this.allowed = Set.copyOf(builder.allowed);
    this.replacement = builder.replacement;
    this.byType = Map.copyOf(builder.byType);
  }

  /** A scrubber with every built-in detector, which puts in type labels. */
  public static Scrubber standard() {
    return builder().build();
  }

  /** Begins with every built-in detector and type labels. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Scrubs one text.
   *
   * @throws PiiDetectionException where a detector could not examine it
   */
  public ScrubResult scrub(String text) {
    ScopedScrubber scrubbing = begin("");
    return new ScrubResult(scrubbing.text(text), scrubbing.counts());
  }

  /**
   * Begins to scrub the texts that belong together.
   *
   * @param scope within which pseudonyms are stable, such as the session's id; may be empty
   */
  public ScopedScrubber begin(String scope) {
    return new ScopedScrubber(this, Validator.require("scope", scope), this::replace);
  }

  private String replace(PiiType type, String value, String scope) {
    return byType.getOrDefault(type, replacement).replace(type, value, scope);
  }

  /** Options. Not thread-safe. */
  public static final class Builder {
    private PiiDetector detector = PiiDetectors.all();
    private Replacement replacement = Replacement.label();
    private final Map<PiiType, Replacement> byType = new HashMap<>();
    private final Set<PiiType> off = new TreeSet<>();
    private final Set<String> allowed = new HashSet<>();

    private Builder() {}

    /** Detects with this alone, in place of the built-in detectors. */
    public Builder detector(PiiDetector only) {
      this.detector = Validator.require("detector", only);
      return this;
    }

    /** Detects with this too. */
    public Builder also(PiiDetector more) {
      this.detector = detector.and(Validator.require("detector", more));
      return this;
    }

    /** Leaves what is of these types in the text. */
    public Builder without(PiiType... types) {
      Validator.require("types", types);
      off.addAll(Set.of(types));
      return this;
    }

    /** What to put in; by default the type's label. */
    public Builder replaceWith(Replacement style) {
      this.replacement = Validator.require("replacement", style);
      return this;
    }

    /** What to put in for this type. */
    public Builder replaceWith(PiiType type, Replacement style) {
      byType.put(Validator.require("type", type), Validator.require("replacement", style));
      return this;
    }

    /**
     * Values that may stay, such as the host's own telephone number, however they are written
     * (capitals and separators do not matter).
     */
    public Builder allow(String... values) {
      Validator.require("allow", values);
      for (String value : values) {
        allowed.add(Values.normalize(value));
      }
      return this;
    }

    /** The scrubber. */
    public Scrubber build() {
      return new Scrubber(this);
    }
  }
}
