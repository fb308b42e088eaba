package dev.sessionlifecycle.reasons;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.reasons.ReasonTable.Meaning;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Maps a platform's disconnect values to a {@link TerminationReason}. Total: every string, and
 * null, maps to a reason.
 *
 * <p>A value is looked up without regard to letter case, padding and the separators {@code _ - . :
 * /} and white space, except between digits: {@code 1.0} is {@code 1} and never {@code 10}. The
 * value as it is goes first, then the patterns of the table in their order, then the value without
 * the name of its enumeration ({@code DisconnectReason.CLIENT_INITIATED}). A SIP code or Q.850
 * cause in a status line, a Reason header or a text, and the name of a canonical reason, mean the
 * same in every mapping of a platform. Anything else maps to {@link TerminationReason#UNKNOWN}, is
 * counted, and is listed by {@link #unmapped()}.
 *
 * <p>The tables are versioned data in this jar; extend one with {@link #toBuilder()} or write your
 * own with {@link #builder(String)}. {@code docs/reasons.md} lists each mapping.
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
  private final @Nullable TelephonyCodes codes;
  private final UnmappedReasons unmapped;

  ReasonMapping(
      String name,
      int version,
      String leg,
      ReasonTable table,
      @Nullable TelephonyCodes codes,
      UnmappedReasons unmapped) {
    this.codes = codes;
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
    return new ReasonMappingBuilder(name, 1, new ReasonTable(), null);
  }

  /** Begins with every value of this mapping; the counters begin at zero. */
  public ReasonMappingBuilder toBuilder() {
    return new ReasonMappingBuilder(name, version, new ReasonTable(table), codes);
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
    return new ReasonMapping(name, version, ReportedValue.fold(purpose), table, codes, unmapped);
  }

  /**
   * The reason that a value stands for.
   *
   * @param reported what the platform says; null or blank is {@link TerminationReason#UNKNOWN} and
   *     is not counted
   */
  public TerminationReason map(@Nullable String reported) {
    if (reported == null || ReportedValue.fold(ReportedValue.cut(reported)).isEmpty()) {
      return TerminationReason.UNKNOWN;
    }
    Meaning meaning = meaning(reported, leg);
    if (meaning == null || meaning.reason() == null) {
      unmapped.count(reported);
      return TerminationReason.UNKNOWN;
    }
    return meaning.reason();
  }

  private @Nullable Meaning meaning(String value, String side) {
    String reported = ReportedValue.cut(value);
    Meaning found = listed(reported, side, reported);
    found = found == null ? code(reported) : found;
    Set<String> spellings = found == null ? ReportedValue.spellings(reported) : Set.of();
    for (String spelling : spellings) {
      found = found == null ? listed(spelling, side, reported) : found;
    }
    for (String spelling : spellings) {
      found = found == null && codes != null ? codes.named(spelling) : found;
      TerminationReason named = TerminationReason.coerce(spelling);
      found = found == null && named != TerminationReason.UNKNOWN ? new Meaning(named) : found;
    }
    return found;
  }

  private @Nullable Meaning listed(String spelling, String side, String reported) {
    String key = ReportedValue.fold(spelling);
    Meaning found = side.equals(NO_LEG) ? null : table.find(side, key, () -> code(reported));
    return found == null ? table.find(NO_LEG, key, () -> code(reported)) : found;
  }

  private @Nullable Meaning code(String reported) {
    return codes == null ? null : codes.find(reported, name, table);
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
    Meaning meaning = meaning(Validator.require("reported", reported), NO_LEG);
    return meaning != null && meaning.reason() == null;
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
