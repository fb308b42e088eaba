package dev.sessionlifecycle.micrometer;

import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.housekeeping.HousekeepingReport;
import dev.sessionlifecycle.model.Origin;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.List;

/**
 * The meters of {@link SessionLifecycleMetrics}. None has a tag whose values a caller could make
 * up: how many there can be is known for each, and {@code docs/telemetry.md} lists it.
 */
@SuppressWarnings("ImmutableEnumChecker") // lists that cannot be changed
public enum SessionMeter {
  /** Sessions opened. */
  OPENED(
      "opened", Kind.COUNTER, "sessions opened by this node", Tags.CHANNEL, Tags.TYPE, Tags.ORIGIN),
  /** Sessions ended. */
  ENDED(
      "ended",
      Kind.COUNTER,
      "sessions ended by this node; each once, by the node whose end won",
      Tags.REASON,
      Tags.STATUS,
      Tags.TYPE),
  /** Outcomes of sessions, as they ended. */
  OUTCOME(
      "outcome",
      Kind.COUNTER,
      "the same ends by outcome, as it was at the end; later corrections are not counted",
      Tags.OUTCOME,
      Tags.CHANNEL),
  /** Ends that came second. */
  END_LOST(
      "end.lost", Kind.COUNTER, "ends that came second: the session had ended before", Tags.VIA),
  /** Calls that end sessions. */
  END(
      "end",
      Kind.TIMER,
      "calls that end sessions, with their listeners; one for a call in bulk",
      Tags.VIA,
      new MeterTag(
          "result",
          5,
          "`closed` (at least one), `already_ended`, `none` (nothing found, or kept for a session"
              + " that is not open yet), `refused` (bad input, no such session), `failed`")),
  /** How long sessions took. */
  SESSION_DURATION(
      "session.duration",
      Kind.TIMER,
      "how long the sessions took that this node has ended",
      Tags.CHANNEL,
      Tags.OUTCOME),
  /** Attempts at steps. */
  FINALIZE_STEP(
      "finalize.step",
      Kind.TIMER,
      "attempts at finalize steps on this node, once their result is written; a lost one takes 0 s",
      Tags.STEP,
      new MeterTag("result", 6, "`done`, `skipped`, `failed`, `timeout`, `lost`, `parked`")),
  /** How long chains wait. */
  FINALIZE_WAIT(
      "finalize.wait",
      Kind.TIMER,
      "how long a chain had been due when this node claimed it, by the clock of the store"),
  /** How long chains take. */
  FINALIZE_CHAIN(
      "finalize.chain",
      Kind.TIMER,
      "from this node's claim of a chain to its last step; pauses before a later claim are left"
          + " out"),
  /** Chains by state. */
  FINALIZE_CHAINS(
      "finalize.chains",
      Kind.GAUGE,
      "unfinished chains of all nodes",
      new MeterTag("state", 4, "`due`, `leased`, `waiting`, `parked`")),
  /** The age of the oldest due chain. */
  FINALIZE_OLDEST_DUE(
      "finalize.oldest.due",
      Kind.TIME_GAUGE,
      "how long the oldest due chain of all nodes has been due; 0 where none is"),
  /** Steps that run. */
  FINALIZE_RUNNING(
      "finalize.running", Kind.GAUGE, "steps that this node runs at the moment", Tags.STEP),
  /** Steps that hang. */
  FINALIZE_HANGING("finalize.hanging", Kind.GAUGE, "those of them that are past their timeout"),
  /** Leases that were lost. */
  LEASE_LOST(
      "finalize.lease.lost", Kind.COUNTER, "leases of chains that this node lost while it worked"),
  /** Outcomes that were refused. */
  OUTCOME_REFUSED(
      "finalize.outcome.refused",
      Kind.COUNTER,
      "outcomes of steps that came too late and were dropped"),
  /** Failures of the store. */
  STORE_FAILURES(
      "store.failures",
      Kind.COUNTER,
      "calls of the finalizer on the store that failed, and gauges that could not be read",
      new MeterTag(
          "operation",
          8,
          "`claim`, `settle`, `renew`, `release`, `shapes`, `read`, `snapshot`, else `other`")),
  /** What housekeeping did. */
  HOUSEKEEPING(
      "housekeeping",
      Kind.COUNTER,
      "sessions that housekeeping on this node did something to",
      Tags.action("action", HousekeepingReport.Done.values())),
  /** What housekeeping left. */
  HOUSEKEEPING_SKIPPED(
      "housekeeping.skipped",
      Kind.COUNTER,
      "sessions that housekeeping left as they were",
      Tags.action("why", HousekeepingReport.NotDone.values())),
  /** Sweeps that failed. */
  HOUSEKEEPING_FAILURES(
      "housekeeping.failures",
      Kind.COUNTER,
      "sweeps of housekeeping that failed",
      new MeterTag("sweep", 4, "`live`, `ended`, `due`, else `other`")),
  /** Reasons that a mapping does not know. */
  REASON_UNMAPPED(
      "reason.unmapped",
      Kind.FUNCTION_COUNTER,
      "reported reasons that the mapping of a platform does not know",
      new MeterTag("provider", Tags.MAPPINGS, "the names of the mappings that the host gives")),
  /** Sessions opened, by organization. */
  ORGANIZATION_OPENED(
      "organization.opened",
      Kind.COUNTER,
      "sessions opened by this node; only with `organizations`",
      Tags.ORGANIZATION),
  /** Sessions ended, by organization. */
  ORGANIZATION_ENDED(
      "organization.ended",
      Kind.COUNTER,
      "sessions ended by this node; only with `organizations`",
      Tags.ORGANIZATION);

  /** What a meter is in Micrometer. */
  public enum Kind {
    /** A {@code Counter}. */
    COUNTER,
    /** A {@code FunctionCounter}. */
    FUNCTION_COUNTER,
    /** A {@code Timer}. */
    TIMER,
    /** A {@code Gauge}. */
    GAUGE,
    /** A {@code TimeGauge}. */
    TIME_GAUGE
  }

  private final String meter;
  private final Kind kind;
  private final String description;
  private final List<MeterTag> tags;

  SessionMeter(String suffix, Kind kind, String description, MeterTag... tags) {
    this.meter = "sessionlifecycle." + suffix;
    this.kind = kind;
    this.description = description;
    this.tags = List.of(tags);
  }

  /** Returns its name in the registry, such as {@code sessionlifecycle.ended}. */
  public String meterName() {
    return meter;
  }

  /** Returns what it is in Micrometer. */
  public Kind kind() {
    return kind;
  }

  /** Returns what it counts or measures. */
  public String description() {
    return description;
  }

  /** Returns its tags, in their order. */
  public List<MeterTag> tags() {
    return tags;
  }

  /**
   * Returns how many meters of this name one registry can have; those by organization only exist
   * where the host asks for them, see {@link SessionLifecycleMetrics.Builder#organizations}.
   */
  public int most() {
    return tags.stream().mapToInt(MeterTag::most).reduce(1, Math::multiplyExact);
  }

  /** The tags that several meters share, and their bounds. */
  static final class Tags {
    static final int CHANNELS = 20;
    static final int STEPS = 32;
    static final int MAPPINGS = 32;
    static final int ORGANIZATIONS = 1_000;

    static final MeterTag CHANNEL =
        new MeterTag(
            "channel",
            CHANNELS + 1,
            "the first "
                + CHANNELS
                + " of the channels that the host names, or of those that the"
                + " library knows; else `other`");
    static final MeterTag TYPE =
        new MeterTag("type", SessionType.values().length, "the type of the session");
    static final MeterTag ORIGIN =
        new MeterTag(
            "origin", Origin.values().length + 1, "`inbound`, `outbound`, `none` if not known");
    static final MeterTag REASON =
        new MeterTag("reason", TerminationReason.values().length, "the reason of the end");
    static final MeterTag STATUS =
        new MeterTag(
            "status",
            (int) SessionStatus.all().stream().filter(SessionStatus::isTerminal).count(),
            "the terminal status");
    static final MeterTag OUTCOME =
        new MeterTag("outcome", OutcomeCategory.values().length, "the outcome");
    static final MeterTag VIA =
        new MeterTag(
            "via",
            EndCall.Via.values().length,
            "`id`, `external_ref`, `bulk`, `owner`, `system` (housekeeping, erasure)");
    static final MeterTag STEP =
        new MeterTag(
            "step", STEPS + 1, "the first " + STEPS + " steps that ran on the node; else `other`");
    static final MeterTag ORGANIZATION =
        new MeterTag(
            "organization",
            ORGANIZATIONS + 1,
            "what the host's function makes of the first organizations, as many as it says; else"
                + " `other`");

    private Tags() {}

    static MeterTag action(String key, Enum<?>[] values) {
      return new MeterTag(
          key,
          values.length,
          "one of " + values.length + ", as in the housekeeping report, in lower case");
    }
  }
}
