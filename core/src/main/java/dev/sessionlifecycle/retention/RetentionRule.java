package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.Channels;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a retention policy: how long the sessions are kept to which it applies.
 *
 * @param outcome applies to this outcome; null to any
 * @param channel applies to this channel, without regard to case and blanks; null to any
 * @param sessionType applies to this type; null to any
 * @param keep how long after the end; null for ever. Zero to 36,525 days, cut to the microsecond
 */
public record RetentionRule(
    @Nullable OutcomeCategory outcome,
    @Nullable String channel,
    @Nullable SessionType sessionType,
    @Nullable Duration keep) {
  /** The longest time that a rule may name; longer is for ever. */
  public static final Duration MAX_KEEP = Duration.ofDays(36_525);

  /**
   * Checks the bounds, cuts the time to the microsecond, and keeps the channel in the form in which
   * channels are compared.
   */
  public RetentionRule {
    channel = channel == null ? null : Channels.normalized(channel);
    if (keep != null) {
      keep =
          Validator.requireBetween("keep", keep, Duration.ZERO, MAX_KEEP)
              .truncatedTo(ChronoUnit.MICROS);
    }
  }

  /**
   * How specific the rule is, 0 to 7: naming the outcome weighs more than naming the channel, and
   * that more than naming the type. No two rules of a policy that apply to one session weigh the
   * same.
   */
  int weight() {
    return (outcome == null ? 0 : 4) + (channel == null ? 0 : 2) + (sessionType == null ? 0 : 1);
  }

  /** Whether the rule applies. */
  public boolean appliesTo(OutcomeCategory itsOutcome, String itsChannel, SessionType itsType) {
    return (outcome == null || outcome == itsOutcome)
        && (channel == null || channel.equals(Channels.normalized(itsChannel)))
        && (sessionType == null || sessionType == itsType);
  }
}
