package dev.sessionlifecycle.micrometer;

import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.EndListener;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import dev.sessionlifecycle.housekeeping.HousekeepingFailure;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.reasons.ReasonMapping;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Session;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what a lifecycle does, as meters of Micrometer: those of {@link SessionMeter}.
 *
 * <pre>{@code
 * SessionLifecycleMetrics metrics = SessionLifecycleMetrics.create();
 * SessionLifecycle lifecycle = metrics.addTo(SessionLifecycle.builder(store)).build();
 * metrics.watch(lifecycle.finalizer());
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>What was committed is counted from the events of the lifecycle: once, on the node that did it,
 * and not at all if the process dies at that moment, so that counts are lower bounds. Gauges of the
 * chains are the same on all nodes, since the store is read for them; one reading serves all gauges
 * and all systems that collect them, for as long as {@link Builder#refresh} says.
 *
 * <p>No caller can make meters: tags are ids of nothing, and channels, steps and organizations have
 * a bound, beyond which they are {@code other}. No text of a conversation, no reported reason and
 * no message of an exception is in any of them.
 *
 * <p>Give one to one lifecycle. It may be bound to several registries. Thread-safe; starts no
 * thread.
 */
public final class SessionLifecycleMetrics
    implements MeterBinder,
        SessionListener,
        FinalizerListener,
        HousekeepingListener,
        EndListener,
        AutoCloseable {
  private static final Set<String> SWEEPS = Set.of("live", "ended", "due");
  private static final Set<String> OPERATIONS =
      Set.of("claim", "settle", "renew", "release", "shapes", "read");

  private final Tags common;
  private final Set<String> knownChannels;
  private final @Nullable Function<UUID, String> organizationNames;
  private final List<ReasonMapping> mappings;
  private final CachedSnapshot snapshot;
  private final BoundedValues channels = new BoundedValues(SessionMeter.Tags.CHANNELS);
  private final BoundedValues steps = new BoundedValues(SessionMeter.Tags.STEPS);
  private final BoundedValues organizations;
  private final List<BoundMeters> bound = new CopyOnWriteArrayList<>();

  private SessionLifecycleMetrics(Builder builder) {
    this.common = builder.tags;
    this.knownChannels = Set.copyOf(builder.channels);
    this.organizationNames = builder.organizationNames;
    this.organizations = new BoundedValues(builder.mostOrganizations);
    this.mappings = List.copyOf(builder.mappings);
    this.snapshot =
        new CachedSnapshot(
            builder.refresh,
            builder.clock,
            () -> count(SessionMeter.STORE_FAILURES, 1, "snapshot"));
  }

  /** Returns metrics with the default options. */
  public static SessionLifecycleMetrics create() {
    return builder().build();
  }

  /** Begins with the default options. */
  public static Builder builder() {
    return new Builder();
  }

  /** Registers as a listener of everything that is counted; returns the builder given. */
  public SessionLifecycleBuilder addTo(SessionLifecycleBuilder lifecycle) {
    return Validator.require("lifecycle", lifecycle)
        .listener(this)
        .finalizerListener(this)
        .housekeepingListener(this)
        .endListener(this);
  }

  /**
   * Reads the gauges of the chains from this finalizer from now on, that of {@link
   * SessionLifecycle#finalizer}. They are NaN before.
   */
  public void watch(Finalizer finalizer) {
    snapshot.watch(Validator.require("finalizer", finalizer));
  }

  /** Makes the meters in this registry, too; those with tags when they are first used. */
  @Override
  public void bindTo(MeterRegistry registry) {
    Validator.require("registry", registry);
    BoundMeters meters = new BoundMeters(registry, common);
    gauge(meters, SessionMeter.FINALIZE_CHAINS, FinalizerSnapshot::due, "due");
    gauge(meters, SessionMeter.FINALIZE_CHAINS, FinalizerSnapshot::leased, "leased");
    gauge(meters, SessionMeter.FINALIZE_CHAINS, FinalizerSnapshot::waiting, "waiting");
    gauge(meters, SessionMeter.FINALIZE_CHAINS, FinalizerSnapshot::parked, "parked");
    gauge(meters, SessionMeter.FINALIZE_HANGING, FinalizerSnapshot::hanging);
    meters.register(
        SessionMeter.FINALIZE_OLDEST_DUE,
        tags ->
            TimeGauge.builder(
                    SessionMeter.FINALIZE_OLDEST_DUE.meterName(),
                    () -> snapshot.value(it -> it.oldestDue().toNanos()),
                    TimeUnit.NANOSECONDS)
                .description(SessionMeter.FINALIZE_OLDEST_DUE.description())
                .tags(tags)
                .register(registry));
    for (ReasonMapping mapping : mappings) {
      meters.register(
          SessionMeter.REASON_UNMAPPED,
          tags ->
              FunctionCounter.builder(
                      SessionMeter.REASON_UNMAPPED.meterName(),
                      mapping,
                      ReasonMapping::unmappedCount)
                  .description(SessionMeter.REASON_UNMAPPED.description())
                  .tags(tags)
                  .register(registry),
          mapping.name());
    }
    bound.add(meters);
  }

  /** Removes its meters from the registries that it was bound to; nothing is counted any more. */
  @Override
  public void close() {
    List<BoundMeters> removed = List.copyOf(bound);
    bound.removeAll(removed);
    removed.forEach(BoundMeters::remove);
  }

  @Override
  public void opened(Session session) {
    Origin origin = session.origin();
    count(
        SessionMeter.OPENED,
        1,
        channel(session),
        session.sessionType().wire(),
        origin == null ? "none" : origin.wire());
    countOf(SessionMeter.ORGANIZATION_OPENED, session);
  }

  @Override
  public void ended(Session session) {
    String outcome = Objects.requireNonNull(session.outcome()).wire();
    String channel = channel(session);
    count(
        SessionMeter.ENDED,
        1,
        Objects.requireNonNull(session.reason()).wire(),
        session.status().wire(),
        session.sessionType().wire());
    count(SessionMeter.OUTCOME, 1, outcome, channel);
    Long millis = session.durationMs();
    if (millis != null) {
      time(SessionMeter.SESSION_DURATION, Duration.ofMillis(millis), channel, outcome);
    }
    countOf(SessionMeter.ORGANIZATION_ENDED, session);
  }

  @Override
  public Completion endBegins(EndCall call) {
    String via = call.via().label();
    List<Consumer<String>> started = bound.stream().map(meters -> startTimer(meters, via)).toList();
    return (results, thrown) -> {
      String result = result(results, thrown);
      started.forEach(it -> it.accept(result));
      int lost = (int) results.stream().filter(ended -> !ended.isWinner()).count();
      if (lost > 0) {
        count(SessionMeter.END_LOST, lost, via);
      }
    };
  }

  /** Returns what stops the timer, with the result. */
  private static Consumer<String> startTimer(BoundMeters meters, String via) {
    long start = meters.tick();
    return result ->
        meters.record(SessionMeter.END, Duration.ofNanos(meters.tick() - start), via, result);
  }

  private static String result(List<CloseResult> results, @Nullable Throwable thrown) {
    if (thrown != null) {
      boolean isRefused =
          thrown instanceof SessionLifecycleException && !(thrown instanceof StoreException);
      return isRefused ? "refused" : "failed";
    } else if (results.isEmpty()) {
      return "none";
    }
    return results.stream().anyMatch(CloseResult::isWinner) ? "closed" : "already_ended";
  }

  @Override
  public void on(FinalizerEvent event) {
    if (event instanceof FinalizerEvent.ChainClaimed it) {
      time(SessionMeter.FINALIZE_WAIT, it.waited());
    } else if (event instanceof FinalizerEvent.StepStarted it) {
      showRunning(it.step());
    } else if (event instanceof FinalizerEvent.StepFinished it) {
      step(it.step(), it.skipped() ? "skipped" : "done", it.took());
    } else if (event instanceof FinalizerEvent.StepFailed it) {
      step(it.step(), failure(it.label()), it.took());
    } else if (event instanceof FinalizerEvent.StepParked it) {
      step(it.step(), "parked", it.took());
    } else if (event instanceof FinalizerEvent.ChainFinished it) {
      if (!it.took().isZero()) {
        time(SessionMeter.FINALIZE_CHAIN, it.took());
      }
    } else if (event instanceof FinalizerEvent.LeaseLost) {
      count(SessionMeter.LEASE_LOST, 1);
    } else if (event instanceof FinalizerEvent.OutcomeRefused) {
      count(SessionMeter.OUTCOME_REFUSED, 1);
    } else if (event instanceof FinalizerEvent.StoreFailed it) {
      count(SessionMeter.STORE_FAILURES, 1, among(OPERATIONS, it.operation()));
    }
  }

  /** A label of a step, or a class name, could have any number of values. */
  private static String failure(@Nullable String label) {
    return label != null && (label.equals("timeout") || label.equals("lost")) ? label : "failed";
  }

  private void step(String step, String result, Duration took) {
    time(SessionMeter.FINALIZE_STEP, took, steps.of(step), result);
  }

  private void showRunning(String step) {
    String shown = steps.of(step);
    ToDoubleFunction<FinalizerSnapshot> running =
        shown.equals(BoundedValues.OTHER)
            ? it -> running(it, name -> steps.of(name).equals(shown))
            : it -> running(it, shown::equals);
    each(meters -> gauge(meters, SessionMeter.FINALIZE_RUNNING, running, shown));
  }

  private static int running(FinalizerSnapshot snapshot, Predicate<String> step) {
    return snapshot.running().entrySet().stream()
        .filter(it -> step.test(it.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  @Override
  public void completed(HousekeepingReport report) {
    report.done().forEach((what, count) -> count(SessionMeter.HOUSEKEEPING, count, lower(what)));
    report
        .notDone()
        .forEach((why, count) -> count(SessionMeter.HOUSEKEEPING_SKIPPED, count, lower(why)));
  }

  @Override
  public void failed(HousekeepingFailure failure) {
    count(SessionMeter.HOUSEKEEPING_FAILURES, 1, among(SWEEPS, failure.sweep()));
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String among(Set<String> known, String value) {
    return known.contains(value) ? value : BoundedValues.OTHER;
  }

  private String channel(Session session) {
    String name = Channels.normalized(session.channel());
    return knownChannels.contains(name) ? channels.of(name) : BoundedValues.OTHER;
  }

  private void countOf(SessionMeter meter, Session session) {
    Function<UUID, String> names = organizationNames;
    if (names != null) {
      String name =
          Callbacks.call(
              () -> Objects.requireNonNull(names.apply(session.organizationId())),
              e -> BoundedValues.OTHER);
      count(meter, 1, organizations.of(name));
    }
  }

  private void gauge(
      BoundMeters meters,
      SessionMeter meter,
      ToDoubleFunction<FinalizerSnapshot> number,
      String... values) {
    meters.register(
        meter,
        tags -> newGauge(meters.registry(), meter, tags, () -> snapshot.value(number)),
        values);
  }

  private static Gauge newGauge(
      MeterRegistry registry, SessionMeter meter, Iterable<Tag> tags, Supplier<Number> value) {
    return Gauge.builder(meter.meterName(), value)
        .description(meter.description())
        .tags(tags)
        .register(registry);
  }

  private void count(SessionMeter meter, int amount, String... values) {
    each(it -> it.count(meter, amount, values));
  }

  private void time(SessionMeter meter, Duration duration, String... values) {
    each(it -> it.record(meter, duration, values));
  }

  private void each(Consumer<BoundMeters> action) {
    bound.forEach(action);
  }

  /** Collects the options. Not thread-safe. */
  public static final class Builder {
    private Tags tags = Tags.empty();
    private Set<String> channels =
        Stream.of(Channels.defaults().voice(), Channels.defaults().text())
            .flatMap(Set::stream)
            .collect(Collectors.toSet());
    private @Nullable Function<UUID, String> organizationNames;
    private int mostOrganizations;
    private List<ReasonMapping> mappings = List.of();
    private Duration refresh = Duration.ofSeconds(15);
    private InstantSource clock = InstantSource.system();

    private Builder() {}

    /** Tags that every meter gets: give them where several lifecycles are bound to one registry. */
    public Builder tags(Iterable<Tag> value) {
      this.tags = Tags.of(Validator.require("tags", value));
      return this;
    }

    /**
     * The channels that have a value of their own as a tag; those that {@link Channels#defaults}
     * knows unless set. Of these, the first 20 that are met; all others are {@code other}.
     *
     * @throws InvalidInputException for more than 20
     */
    public Builder channels(String... names) {
      Validator.require("channels", names);
      Validator.requireBetween("channels", names.length, 0, SessionMeter.Tags.CHANNELS);
      this.channels =
          Arrays.stream(names)
              .map(Channels::normalized)
              .collect(Collectors.toCollection(LinkedHashSet::new));
      return this;
    }

    /**
     * Counts openings and ends by organization, too: {@link SessionMeter#ORGANIZATION_OPENED} and
     * {@link SessionMeter#ORGANIZATION_ENDED}. Not done unless set.
     *
     * @param most how many values there may be: 1 to 1,000; what is met later is {@code other}
     * @param names what to call an organization; {@code other} where it throws or returns null.
     *     Thread-safe
     * @throws InvalidInputException for a number out of bounds
     */
    public Builder organizations(int most, Function<UUID, String> names) {
      this.mostOrganizations =
          Validator.requireBetween("most", most, 1, SessionMeter.Tags.ORGANIZATIONS);
      this.organizationNames = Validator.require("names", names);
      return this;
    }

    /**
     * The mappings whose unmapped reasons are counted, each by its name.
     *
     * @throws InvalidInputException for more than 32
     */
    public Builder reasonMappings(ReasonMapping... values) {
      Validator.require("reason_mappings", values);
      Validator.requireBetween("reason_mappings", values.length, 0, SessionMeter.Tags.MAPPINGS);
      this.mappings =
          new ArrayList<>(Validator.requireElements("reason_mappings", List.of(values)));
      return this;
    }

    /**
     * How long what was read from the store serves the gauges: 1 s to 1 h; 15 s unless set.
     *
     * @throws InvalidInputException for a duration out of bounds
     */
    public Builder refresh(Duration value) {
      this.refresh =
          Validator.requireBetween("refresh", value, Duration.ofSeconds(1), Duration.ofHours(1));
      return this;
    }

    /** The clock by which that time passes; the system's unless set. */
    public Builder clock(InstantSource value) {
      this.clock = Validator.require("clock", value);
      return this;
    }

    /** Returns the metrics, bound to no registry. */
    public SessionLifecycleMetrics build() {
      return new SessionLifecycleMetrics(this);
    }
  }
}
