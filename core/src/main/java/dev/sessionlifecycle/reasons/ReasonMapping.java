package dev.sessionlifecycle.reasons;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Maps a platform's disconnect values to a {@link TerminationReason}. Total: every string, and
 * null, maps to a reason.
 *
 * <p>A value is looked up without regard to letter case, padding and the separators {@code _ - . :
 * /} and white space: first as it is, then by the patterns of the table in their order. A value
 * that is not in the table but names a canonical reason maps to that reason. Anything else maps to
 * {@link TerminationReason#UNKNOWN}, is counted, and is listed by {@link #unmapped()}.
 *
 * <p>The tables are versioned data in this jar; extend one with {@link #toBuilder()} or write your
 * own with {@link #builder(String)}. {@code docs/reason-mapping.md} explains each mapping.
 *
 * <p>Beware of false friends: Genesys' {@code client} is the agent's side, LiveKit's {@code
 * CLIENT_INITIATED} the user's; LiveKit Agents' {@code user_initiated} is your own code.
 *
 * <p>A mapping reads its table when it is made and has counters of its own: make it once and keep
 * it. Thread-safe.
 */
public final class ReasonMapping {
  private static final String NO_LEG = "";

  private final String name;
  private final int version;
  private final String leg;
  private final ReasonTable table;
  private final UnmappedReasons unmapped;

  ReasonMapping(String name, int version, String leg, ReasonTable table, UnmappedReasons unmapped) {
    this.name = name;
    this.version = version;
    this.leg = leg;
    this.table = table;
    this.unmapped = unmapped;
  }

  /** The mapping of this platform. */
  public static ReasonMapping of(ReasonProvider provider) {
    Validator.require("provider", provider);
    return ReasonTableFile.read(provider).build();
  }

  /** LiveKit's disconnect reasons, by name and by number. */
  public static ReasonMapping livekit() {
    return of(ReasonProvider.LIVEKIT);
  }

  /** SIP response codes. */
  public static ReasonMapping sip() {
    return of(ReasonProvider.SIP);
  }

  /** Begins an empty mapping. */
  public static ReasonMappingBuilder builder(String name) {
    return new ReasonMappingBuilder(name, 1, new ReasonTable());
  }

  /** Begins with every value of this mapping; the counters begin at zero. */
  public ReasonMappingBuilder toBuilder() {
    return new ReasonMappingBuilder(name, version, new ReasonTable(table));
  }

  /** The platform, such as {@code livekit-agents}. */
  public String name() {
    return name;
  }

  /** The version of the table, counted from 1. */
  public int version() {
    return version;
  }

  /**
   * Returns this mapping for values reported from the side of this leg, such as Genesys' {@code
   * customer}; the counters are shared. A leg that the table does not know has no effect.
   */
  public ReasonMapping onLeg(String purpose) {
    Validator.require("leg", purpose);
    return new ReasonMapping(name, version, ReasonTable.fold(purpose), table, unmapped);
  }

  /**
   * The reason that a value stands for.
   *
   * @param reported what the platform says; null or blank is {@link TerminationReason#UNKNOWN} and
   *     is not counted
   */
  public TerminationReason map(@Nullable String reported) {
    String key = reported == null ? "" : ReasonTable.fold(reported);
    if (reported == null || key.isEmpty()) {
      return TerminationReason.UNKNOWN;
    }
    TerminationReason found = leg.equals(NO_LEG) ? null : table.find(leg, key);
    if (found == null) {
      found = table.find(NO_LEG, key);
    }
    if (found == null && !table.isNotAnEnd(key)) {
      TerminationReason named = TerminationReason.coerce(reported);
      found = named == TerminationReason.UNKNOWN ? null : named;
    }
    if (found == null) {
      unmapped.count(reported);
      return TerminationReason.UNKNOWN;
    }
    return found;
  }

  /** The request to end a session for what was reported: the reason, and the words beside it. */
  public EndRequest toRequest(@Nullable String reported) {
    return reported == null || reported.isBlank()
        ? EndRequest.unspecified()
        : EndRequest.because(map(reported), reported);
  }

  /**
   * Returns whether a value of this platform describes something still in progress, such as
   * Twilio's {@code ringing}, and so is no reason to end a session; {@link #map} treats it like an
   * unknown value.
   */
  public boolean isNotAnEnd(String reported) {
    String key = ReasonTable.fold(Validator.require("reported", reported));
    return table.find(NO_LEG, key) == null && table.isNotAnEnd(key);
  }

  /** How often a value was met that the table does not know. */
  public long unmappedCount() {
    return unmapped.total();
  }

  /**
   * The values that were met and not known, each with how often. The first 1,000 different ones are
   * listed, cut at 200 code points; the others are only counted in {@link #unmappedCount()}. Free
   * text may name persons: treat the listing like a log of content.
   */
  public Map<String, Long> unmapped() {
    return unmapped.listing();
  }

  @Override
  public String toString() {
    return "ReasonMapping[" + name + ", version=" + version + "]";
  }
}
