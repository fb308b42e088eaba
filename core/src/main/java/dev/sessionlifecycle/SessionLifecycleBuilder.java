package dev.sessionlifecycle;

import dev.sessionlifecycle.finalize.EndUserEraser;
import dev.sessionlifecycle.finalize.TextScrubber;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.AttemptListener;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.internal.combine.CombiningStore;
import dev.sessionlifecycle.internal.finalizer.ChainDefinitions;
import dev.sessionlifecycle.internal.finalizer.DefaultFinalizer;
import dev.sessionlifecycle.internal.housekeeping.HousekeepingConfig;
import dev.sessionlifecycle.internal.sessions.InputScrubber;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.internal.support.GuardedSources;
import dev.sessionlifecycle.internal.support.Listeners;
import dev.sessionlifecycle.internal.support.UuidV7;
import dev.sessionlifecycle.retention.Recordings;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.CloseDefaults;
import dev.sessionlifecycle.spi.SessionStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a {@link SessionLifecycle} is made of. Everything has a default. Not thread-safe.
 */
public final class SessionLifecycleBuilder {
  private final SessionStore store;
  private RetentionPolicy retention = RetentionPolicy.forEver();
  private TimeLimits timeLimits = TimeLimits.defaults();
  private Limits limits = Limits.defaults();
  private InstantSource clock = InstantSource.system();
  private @Nullable Supplier<UUID> ids;
  private Supplier<@Nullable String> traceParent = () -> null;
  private final List<SessionListener> listeners = new ArrayList<>();
  private final List<EndListener> endListeners = new ArrayList<>();
  private OrphanPolicy orphanPolicy = OrphanPolicy.close();
  private @Nullable SessionArchive archive;
  private @Nullable Recordings recordings;
  private final List<EndUserEraser> endUserErasers = new ArrayList<>();
  private @Nullable TextScrubber scrubber;
  private boolean recordsScrubbed;
  private Duration afterCallWork = Duration.ofHours(24);
  private HousekeepingOptions housekeeping = HousekeepingOptions.defaults();
  private FinalizeChain chain = FinalizeChain.none();
  private final List<FinalizerListener> finalizerListeners = new ArrayList<>();
  private final List<AttemptListener> attemptListeners = new ArrayList<>();
  private final List<HousekeepingListener> housekeepingListeners = new ArrayList<>();
  private @Nullable Integer combinedStatements;

  SessionLifecycleBuilder(SessionStore store) {
    this.store = Validator.require("store", store);
  }

  /**
   * How long ended sessions are kept if neither the session nor its organization has a policy;
   * forever unless set.
   */
  public SessionLifecycleBuilder retention(RetentionPolicy policy) {
    this.retention = Validator.require("retention", policy);
    return this;
  }

  /** How long sessions may stay as they are. */
  public SessionLifecycleBuilder timeLimits(TimeLimits value) {
    this.timeLimits = Validator.require("time_limits", value);
    return this;
  }

  /** The bounds of what callers may give. */
  public SessionLifecycleBuilder limits(Limits value) {
    this.limits = Validator.require("limits", value);
    return this;
  }

  /**
   * The clock of the business stamps (created, started, ended, closed); the system's unless set.
   * Deadlines are judged by the store's own clock. Where it throws, the system's time is taken.
   */
  public SessionLifecycleBuilder clock(InstantSource value) {
    this.clock = Validator.require("clock", value);
    return this;
  }

  /**
   * Makes the ids of sessions and messages; of version 7 (RFC 9562) unless set, and where it throws
   * or returns null. Thread-safe. No id may be made twice: a message with the id of another of its
   * session is a repetition of that one, or a conflict with it.
   */
  public SessionLifecycleBuilder ids(Supplier<UUID> value) {
    this.ids = Validator.require("ids", value);
    return this;
  }

  /**
   * Returns the trace context of the running call, as the W3C header {@code traceparent} has it:
   * called at the beginning of each call that may end a session, on its thread. What it returns is
   * kept with the chain of the session, given to each step by {@link
   * dev.sessionlifecycle.finalize.StepContext#traceParent}, and deleted with the chain. Null for
   * none. What is not valid is dropped, as is everything where the schema of the store has no place
   * for it; an end never fails because of it. Thread-safe.
   *
   * @param source returns version, trace id, parent id and flags in lower case, 55 characters: such
   *     as {@code 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01}
   */
  public SessionLifecycleBuilder traceParent(Supplier<@Nullable String> source) {
    this.traceParent = Validator.require("trace_parent", source);
    return this;
  }

  /** Receives what happens to sessions on this node; may be called several times. */
  public SessionLifecycleBuilder listener(SessionListener value) {
    this.listeners.add(Validator.require("listener", value));
    return this;
  }

  /**
   * Receives the beginning and the end of calls on this node that end sessions; may be called
   * several times.
   */
  public SessionLifecycleBuilder endListener(EndListener value) {
    this.endListeners.add(Validator.require("end_listener", value));
    return this;
  }

  /**
   * What runs behind the end of a session. The chain belongs to the store: the steps given here
   * become its current chain, and a process without steps, such as one that only receives webhooks
   * or does the housekeeping, ends sessions with that one. Give every process that has steps the
   * same ones; a warning names both chains where they differ. A process that must not end anything
   * without a chain before another was started names the steps: {@link FinalizeChain#named}.
   */
  public SessionLifecycleBuilder finalizeWith(FinalizeChain value) {
    this.chain = Validator.require("finalize_with", value);
    return this;
  }

  /**
   * Scrubs the words that no step of the chain reaches, see {@link TextScrubber}: what enriches a
   * session later, an end by external id, the note of a disposition and who recorded it. Channels,
   * the codes of dispositions and the names of scores and of usage, by which others are found, are
   * refused where it would change them. Unless set, every step of the chain that is a {@link
   * TextScrubber} itself is asked.
   */
  public SessionLifecycleBuilder inputScrubber(TextScrubber value) {
    this.scrubber = Validator.require("input_scrubber", value);
    return this;
  }

  /**
   * Scrubs also who placed or released a hold and why, and who asked for an erasure and why, with
   * the {@link #inputScrubber}. Unless called, they are kept in the words given: they are the
   * record of why something was kept or deleted.
   */
  public SessionLifecycleBuilder scrubHoldsAndReceipts() {
    this.recordsScrubbed = true;
    return this;
  }

  /** Receives the events of the finalizer on this node; may be called several times. */
  public SessionLifecycleBuilder finalizerListener(FinalizerListener value) {
    this.finalizerListeners.add(Validator.require("finalizer_listener", value));
    return this;
  }

  /**
   * Receives the beginning and the end of attempts at steps on this node; may be called several
   * times.
   */
  public SessionLifecycleBuilder attemptListener(AttemptListener value) {
    this.attemptListeners.add(Validator.require("attempt_listener", value));
    return this;
  }

  /**
   * Receives what housekeeping does on this node, and its failures; may be called several times.
   */
  public SessionLifecycleBuilder housekeepingListener(HousekeepingListener value) {
    this.housekeepingListeners.add(Validator.require("housekeeping_listener", value));
    return this;
  }

  /** What becomes of a live session whose worker is gone; closed unless set. */
  public SessionLifecycleBuilder orphanPolicy(OrphanPolicy value) {
    this.orphanPolicy = Validator.require("orphan_policy", value);
    return this;
  }

  /** Where ended sessions go whose policy has them archived; nowhere unless set. */
  public SessionLifecycleBuilder archive(SessionArchive value) {
    this.archive = Validator.require("archive", value);
    return this;
  }

  /**
   * Where the recordings of sessions are: those of a session are deleted before it is purged,
   * anonymized or erased. Unless set, the library deletes no recordings.
   */
  public SessionLifecycleBuilder recordings(Recordings value) {
    this.recordings = Validator.require("recordings", value);
    return this;
  }

  /**
   * What else must forget an end user who is erased, and sessions that are purged or anonymized;
   * may be called several times.
   */
  public SessionLifecycleBuilder endUserEraser(EndUserEraser value) {
    this.endUserErasers.add(Validator.require("end_user_eraser", value));
    return this;
  }

  private SessionListener sessionListener() {
    return listeners.isEmpty()
        ? LifecycleContext.NO_LISTENER
        : Listeners.all(SessionListener.class, listeners, "sessions");
  }

  /**
   * How long after its end a session takes a disposition and reports of usage, by the store's
   * clock: from none to 365 days; 24 hours unless set.
   */
  public SessionLifecycleBuilder afterCallWork(Duration value) {
    this.afterCallWork =
        Validator.requireBetween("after_call_work", value, Duration.ZERO, Duration.ofDays(365));
    return this;
  }

  private InputScrubber createInputScrubber() {
    if (scrubber != null) {
      return new InputScrubber(scrubber, true);
    }
    List<TextScrubber> steps =
        chain.steps().stream()
            .filter(TextScrubber.class::isInstance)
            .map(TextScrubber.class::cast)
            .toList();
    return new InputScrubber(
        steps.stream().reduce(TextScrubber.none(), TextScrubber::then), !steps.isEmpty());
  }

  /** Options for housekeeping and erasure. */
  public SessionLifecycleBuilder housekeeping(HousekeepingOptions value) {
    this.housekeeping = Validator.require("housekeeping", value);
    return this;
  }

  /**
   * Lets concurrent calls of {@code append}, {@code transition} and {@code close} on this node
   * travel to the store together. A call that comes alone goes at once. One that comes while this
   * many statements are under way goes with the next, of up to 100 calls, which the thread of one
   * of them sends; after 50 ms it waits for no statement any more. Each call has its own result, or
   * its own error. Calls for one session take effect in the order in which they come, unless one
   * takes longer than that.
   *
   * <p>An interrupt takes a call back that waits: it throws a transient {@link
   * dev.sessionlifecycle.errors.StoreException}, and nothing was done. Where the statement is under
   * way the call returns its result, and its thread stays interrupted.
   *
   * <p>By default as many as {@link SessionStore#combinedStatements} says suit the store: two for
   * PostgreSQL, none for the other stores of this library. What joins a transaction of the host is
   * never combined.
   *
   * @param statements how many statements of a kind may be under way at a time, from 1 to 64; 0 to
   *     send each call by itself. Each needs a connection of the store's pool
   */
  public SessionLifecycleBuilder combineWriters(int statements) {
    this.combinedStatements = Validator.requireBetween("combine_writers", statements, 0, 64);
    return this;
  }

  /** The lifecycle. Starts no thread. */
  public SessionLifecycle build() {
    CloseDefaults terms = new CloseDefaults(ChainDefinitions.forEnds(chain), retention);
    InstantSource time = GuardedSources.clock(clock, InstantSource.system());
    DefaultFinalizer engine =
        DefaultFinalizer.create(
            store,
            chain,
            time,
            limits,
            Listeners.all(FinalizerListener.class, finalizerListeners, "finalizer"),
            attemptListeners);
    Supplier<UUID> ownIds = new UuidV7(time, new SecureRandom());
    Supplier<UUID> idSource = ids == null ? ownIds : GuardedSources.ids(ids, ownIds);
    return new SessionLifecycle(
        store,
        CombiningStore.of(
            store, combinedStatements == null ? store.combinedStatements() : combinedStatements),
        new LifecycleContext(
            time,
            idSource,
            limits,
            timeLimits,
            terms,
            GuardedSources.traceParent(traceParent),
            sessionListener(),
            List.copyOf(endListeners),
            createInputScrubber(),
            engine::wake,
            afterCallWork),
        engine,
        new HousekeepingConfig(
            orphanPolicy,
            archive,
            recordings,
            endUserErasers,
            recordsScrubbed,
            housekeeping,
            Listeners.all(HousekeepingListener.class, housekeepingListeners, "housekeeping")));
  }
}
