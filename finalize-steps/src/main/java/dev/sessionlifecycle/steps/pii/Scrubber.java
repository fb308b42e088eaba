package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectors;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Replaces personal data in texts and in JSON-like maps.
 *
 * <p>Scrubbing is idempotent and never splits a surrogate pair. Immutable; thread-safe if its
 * detector is.
 */
public final class Scrubber {

  private static final long LIMITED_CHARACTERS = 64 * 1024;

  final PiiDetector detector;
  final Set<PiiType> off;
  final Set<String> allowed;
  private final Replacement replacement;
  private final Map<PiiType, Replacement> byType;
  private final long timeLimit;
  private final LongSupplier nanoTime;

  private Scrubber(Builder builder) {
    this.detector = builder.detector;
    this.off = Set.copyOf(builder.off);
    this.allowed = Set.copyOf(builder.allowed);
    this.replacement = builder.replacement;
    this.byType = Map.copyOf(builder.byType);
    this.timeLimit = builder.timeLimit.toNanos();
    this.nanoTime = builder.nanoTime;
  }

  /** Returns a scrubber with every built-in detector that replaces with type labels. */
  public static Scrubber standard() {
    return builder().build();
  }

  /** Returns a builder with every built-in detector and type labels. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Scrubs one text.
   *
   * @throws PiiDetectionException if a detector could not examine it
   */
  public ScrubResult scrub(String text) {
    ScopedScrubber scrubbing = begin("");
    return new ScrubResult(scrubbing.text(text), scrubbing.counts());
  }

  /**
   * Returns a scrubber for texts that belong together.
   *
   * @param scope the scope within which pseudonyms are stable, such as the session's id; may be
   *     empty
   */
  public ScopedScrubber begin(String scope) {
    return new ScopedScrubber(this, Validator.require("scope", scope), this::replace);
  }

  /** Returns the check to make before more work is done on texts of this length. */
  Runnable timeLimit(long characters) {
    long limit = timeLimit * (1 + characters / LIMITED_CHARACTERS);
    long start = nanoTime.getAsLong();
    return () -> {
      if (nanoTime.getAsLong() - start > limit) {
        throw new ScrubTimeoutException(Duration.ofNanos(limit));
      }
    };
  }

  private String replace(PiiType type, String value, String scope) {
    return byType.getOrDefault(type, replacement).replace(type, value, scope);
  }

  /** Builder of a scrubber. Not thread-safe. */
  public static final class Builder {
    private PiiDetector detector = PiiDetectors.all();
    private Replacement replacement = Replacement.label();
    private final Map<PiiType, Replacement> byType = new HashMap<>();
    private final Set<PiiType> off = new TreeSet<>();
    private final Set<String> allowed = new HashSet<>();

    private Duration timeLimit = Duration.ofSeconds(10);
    private LongSupplier nanoTime = System::nanoTime;

    private Builder() {}

    /** Uses only this detector, instead of the built-in ones. */
    public Builder detector(PiiDetector only) {
      this.detector = Validator.require("detector", only);
      return this;
    }

    /** Adds a detector. */
    public Builder also(PiiDetector more) {
      this.detector = detector.and(Validator.require("detector", more));
      return this;
    }

    /** Leaves values of these types in the text. */
    public Builder without(PiiType... types) {
      Validator.require("types", types);
      off.addAll(Set.of(types));
      return this;
    }

    /** Sets the replacement for all types; the type's label by default. */
    public Builder replaceWith(Replacement style) {
      this.replacement = Validator.require("replacement", style);
      return this;
    }

    /** Sets the replacement for this type. */
    public Builder replaceWith(PiiType type, Replacement style) {
      byType.put(Validator.require("type", type), Validator.require("replacement", style));
      return this;
    }

    /**
     * Leaves these values in the text, such as the application's own telephone number. Case and
     * separators are ignored.
     */
    public Builder allow(String... values) {
      Validator.require("allow", values);
      for (String value : values) {
        allowed.add(Values.normalize(value));
      }
      return this;
    }

    /**
     * Sets how long a text of up to 64 Ki characters may take; a longer one has as much time again
     * for each further 64 Ki. 10 s by default, some thirty times what the built-in detectors take
     * at worst. What takes longer fails with {@link ScrubTimeoutException}: a session is then never
     * treated as scrubbed. The time is looked at before each pass over a text, so a detector is
     * never interrupted.
     */
    public Builder timeLimit(Duration each) {
      Validator.require("time_limit", each);
      if (each.isNegative() || each.isZero() || each.compareTo(Duration.ofHours(1)) > 0) {
        throw Validator.invalid("time_limit", "more than zero, at most an hour");
      }
      this.timeLimit = each;
      return this;
    }

    Builder nanoTime(LongSupplier clock) {
      this.nanoTime = clock;
      return this;
    }

    /** Returns the scrubber. */
    public Scrubber build() {
      return new Scrubber(this);
    }
  }
}
