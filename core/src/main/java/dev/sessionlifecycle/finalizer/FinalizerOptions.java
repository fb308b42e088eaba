package dev.sessionlifecycle.finalizer;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How the finalizer works. Immutable; every option has a default, see {@link Builder}. Bounds are
 * checked when it is built.
 */
public final class FinalizerOptions {
  private static final FinalizerOptions DEFAULTS = builder().build();

  private final Builder values;
  private final Map<String, StepOptions> stepOverrides;

  private FinalizerOptions(Builder builder) {
    this.values = builder.copy();
    this.stepOverrides = Map.copyOf(builder.overrides);
  }

  /** Everything by default. */
  public static FinalizerOptions defaults() {
    return DEFAULTS;
  }

  /** Begins with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins with these options. */
  public Builder toBuilder() {
    return values.copy();
  }

  /** How many steps run at once. */
  public int threads() {
    return values.threads;
  }

  /** The host's executor for the steps; empty for the library's own named threads. */
  public Optional<Executor> executor() {
    return Optional.ofNullable(values.executor);
  }

  /** How many threads that hang in a step past its timeout are made up for. */
  public int spareThreads() {
    return values.spareThreads;
  }

  /** How the step of this name is run. */
  public StepOptions step(String name) {
    return stepOverrides.getOrDefault(name, values.steps);
  }

  /** The names of the steps that have options of their own. */
  public Set<String> stepNames() {
    return stepOverrides.keySet();
  }

  /** The longest timeout of any step. */
  public Duration longestTimeout() {
    return stepOverrides.values().stream()
        .map(StepOptions::timeout)
        .reduce(values.steps.timeout(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** For how long a chain is leased. */
  public Duration lease() {
    return values.lease;
  }

  /** How many chains are claimed at once. */
  public int claimBatch() {
    return values.claimBatch;
  }

  /** How many chains of one organization are claimed at once while others wait. */
  public int organizationShare() {
    return values.organizationShare;
  }

  /** How many outcomes are written at once. */
  public int settleBatch() {
    return values.settleBatch;
  }

  /** How long an outcome waits for others before it is written. */
  public Duration settleFlush() {
    return values.settleFlush;
  }

  /** The shortest pause between looks for due work. */
  public Duration minPoll() {
    return values.minPoll;
  }

  /** The longest pause between looks for due work, reached when there is none. */
  public Duration maxPoll() {
    return values.maxPoll;
  }

  /** How long {@link FinalizerRun#close()} waits for running steps. */
  public Duration stop() {
    return values.stop;
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    private int threads = 4;
    private @Nullable Executor executor;
    private int spareThreads = 4;
    private StepOptions steps = StepOptions.defaults();
    private final Map<String, StepOptions> overrides = new HashMap<>();
    private Duration lease = Duration.ofSeconds(30);
    private int claimBatch = 100;
    private int organizationShare = 25;
    private int settleBatch = 100;
    private Duration settleFlush = Duration.ofMillis(5);
    private Duration minPoll = Duration.ofMillis(50);
    private Duration maxPoll = Duration.ofSeconds(1);
    private Duration stop = Duration.ofSeconds(30);

    private Builder() {}

    /** How many steps run at once: 1 to 1,000; 4 by default. */
    public Builder threads(int value) {
      this.threads = value;
      return this;
    }

    /**
     * Runs the steps on the host's executor, at most {@link #threads} at once; it is not shut down.
     * Two threads of the library still look for work and prolong leases.
     */
    public Builder executor(Executor value) {
      this.executor = Validator.require("executor", value);
      return this;
    }

    /**
     * How many threads that hang in a step past its timeout are made up for by further ones, so
     * that other work goes on: 0 to 1,000; 4 by default.
     */
    public Builder spareThreads(int value) {
      this.spareThreads = value;
      return this;
    }

    /** How every step is run that has no options of its own. */
    public Builder steps(StepOptions value) {
      this.steps = Validator.require("steps", value);
      return this;
    }

    /**
     * How the step of this name is run. A finalizer whose chain has no such step refuses the
     * options when it starts.
     */
    public Builder step(String name, StepOptions value) {
      overrides.put(Validator.require("name", name), Validator.require("step", value));
      return this;
    }

    /**
     * For how long a chain is leased, and so how long the work of a node that died stands still;
     * prolonged at a third of it: from 1 second to 1 day; 30 seconds by default.
     */
    public Builder lease(Duration value) {
      this.lease = Validator.require("lease", value);
      return this;
    }

    /**
     * How many chains are claimed at once: 1 to 10,000; 100 by default. Twice as many while a
     * started finalizer works them off within 20 milliseconds.
     */
    public Builder claimBatch(int value) {
      this.claimBatch = value;
      return this;
    }

    /**
     * How many chains of one organization are claimed at once while others wait: 1 or more; 25 by
     * default. Where no other organization has due work it takes the whole batch.
     */
    public Builder organizationShare(int value) {
      this.organizationShare = value;
      return this;
    }

    /** How many outcomes are written at once: 1 to 10,000; 100 by default. */
    public Builder settleBatch(int value) {
      this.settleBatch = value;
      return this;
    }

    /**
     * How long an outcome waits for others before it is written: up to 1 second; 5 milliseconds by
     * default.
     */
    public Builder settleFlush(Duration value) {
      this.settleFlush = Validator.require("settle_flush", value);
      return this;
    }

    /**
     * The pause between looks for due work while there is none: it doubles from the first to the
     * second value. From 1 millisecond to 1 day; 50 milliseconds and 1 second by default.
     */
    public Builder poll(Duration shortest, Duration longest) {
      Validator.require("shortest", shortest);
      Validator.require("longest", longest);
      this.minPoll = shortest;
      this.maxPoll = longest;
      return this;
    }

    /** How long stopping waits for running steps: up to 1 day; 30 seconds by default. */
    public Builder stop(Duration value) {
      this.stop = Validator.require("stop", value);
      return this;
    }

    /**
     * The options.
     *
     * @throws InvalidInputException with every option that is out of bounds
     */
    public FinalizerOptions build() {
      Validator validator = new Validator();
      validator.range("threads", threads, 1, 1_000);
      validator.range("spare_threads", spareThreads, 0, 1_000);
      validator.range("claim_batch", claimBatch, 1, 10_000);
      validator.range("settle_batch", settleBatch, 1, 10_000);
      validator.atLeastOne("organization_share", organizationShare);
      validator.range("lease", lease, Duration.ofSeconds(1), DAY);
      validator.range("settle_flush", settleFlush, Duration.ZERO, Duration.ofSeconds(1));
      validator.range("min_poll", minPoll, MILLI, DAY);
      validator.range("max_poll", maxPoll, minPoll, DAY);
      validator.range("stop", stop, Duration.ZERO, DAY);
      validator.throwIfInvalid();
      return new FinalizerOptions(this);
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.threads = threads;
      copy.executor = executor;
      copy.spareThreads = spareThreads;
      copy.steps = steps;
      copy.overrides.putAll(overrides);
      copy.lease = lease;
      copy.claimBatch = claimBatch;
      copy.organizationShare = organizationShare;
      copy.settleBatch = settleBatch;
      copy.settleFlush = settleFlush;
      copy.minPoll = minPoll;
      copy.maxPoll = maxPoll;
      copy.stop = stop;
      return copy;
    }
  }
}
