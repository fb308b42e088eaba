package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long ended sessions are kept, and what becomes of them then, as data.
 *
 * <p>The most specific rule that applies decides for how long, naming the outcome weighs more than
 * naming the channel, and that more than naming the type. Then they are purged, unless {@link
 * #thenAnonymize()} says otherwise; {@link #archiveAfter} has them archived before. Immutable.
 *
 * @param rules the rules, the most specific first; a session to which none applies is kept for ever
 * @param disposal what becomes of sessions that are past their retention date
 * @param archiveAfter how long after their end sessions are archived; empty for never
 * @param anonymizeAfter how long after their end sessions are anonymized that are kept for longer;
 *     empty for never
 * @param purgeParkedAfter how long after its end a session with a parked chain may be purged; empty
 *     for never
 */
public record RetentionPolicy(
    List<RetentionRule> rules,
    Disposal disposal,
    Optional<Duration> archiveAfter,
    Optional<Duration> anonymizeAfter,
    Optional<Duration> purgeParkedAfter) {
  private static final RetentionPolicy FOR_EVER = of(null);

  /** Sorts the rules and checks the bounds. */
  public RetentionPolicy {
    rules =
        Validator.requireElements("rules", rules).stream()
            .sorted(Comparator.comparingInt(RetentionRule::weight).reversed())
            .toList();
    Validator.require("disposal", disposal);
    Validator.require("archive_after", archiveAfter).ifPresent(it -> bounded("archive_after", it));
    Validator.require("anonymize_after", anonymizeAfter)
        .ifPresent(it -> bounded("anonymize_after", it));
    Validator.require("purge_parked_after", purgeParkedAfter)
        .ifPresent(it -> bounded("purge_parked_after", it));
  }

  private static RetentionPolicy of(@Nullable Duration keep) {
    List<RetentionRule> rules = List.of(new RetentionRule(null, null, null, keep));
    return new RetentionPolicy(
        rules, Disposal.PURGE, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Everything is kept for ever: the library's default. */
  public static RetentionPolicy forEver() {
    return FOR_EVER;
  }

  /**
   * Everything is kept this long after its end.
   *
   * @param keep zero to 36,525 days
   */
  public static RetentionPolicy keepFor(Duration keep) {
    return of(Validator.require("keep", keep));
  }

  /** Returns a copy that keeps sessions of this outcome for this long; null for ever. */
  public RetentionPolicy withOutcome(OutcomeCategory outcome, @Nullable Duration keep) {
    return with(new RetentionRule(Validator.require("outcome", outcome), null, null, keep));
  }

  /** Returns a copy that keeps sessions on this channel for this long; null for ever. */
  public RetentionPolicy withChannel(String channel, @Nullable Duration keep) {
    return with(new RetentionRule(null, Validator.require("channel", channel), null, keep));
  }

  /** Returns a copy that keeps sessions of this type for this long; null for ever. */
  public RetentionPolicy withSessionType(SessionType type, @Nullable Duration keep) {
    return with(new RetentionRule(null, null, Validator.require("session_type", type), keep));
  }

  /** Returns a copy with this rule, which replaces one with the same conditions. */
  public RetentionPolicy with(RetentionRule rule) {
    Validator.require("rule", rule);
    List<RetentionRule> changed = new ArrayList<>(rules);
    changed.removeIf(
        it ->
            it.outcome() == rule.outcome()
                && Objects.equals(it.channel(), rule.channel())
                && it.sessionType() == rule.sessionType());
    changed.add(rule);
    return new RetentionPolicy(changed, disposal, archiveAfter, anonymizeAfter, purgeParkedAfter);
  }

  /**
   * Returns a copy that anonymizes sessions once the retention period is over, rather than purging
   * them.
   */
  public RetentionPolicy thenAnonymize() {
    return new RetentionPolicy(
        rules, Disposal.ANONYMIZE, archiveAfter, anonymizeAfter, purgeParkedAfter);
  }

  /**
   * Returns a copy that archives sessions this long after their end, or when the retention period
   * is over, whichever is earlier. No session is purged or anonymized before the archive has
   * acknowledged it.
   *
   * @param after zero to 36,525 days
   */
  public RetentionPolicy withArchiveAfter(Duration after) {
    return new RetentionPolicy(
        rules,
        disposal,
        Optional.of(bounded("archive_after", after)),
        anonymizeAfter,
        purgeParkedAfter);
  }

  /**
   * Returns a copy that anonymizes sessions this long after their end, and purges them when the
   * retention period is over: two stages, each with a receipt. Sessions whose retention period is
   * over before are not anonymized first; with {@link #thenAnonymize()} they are anonymized at
   * whichever time is earlier, and kept.
   *
   * <p>Sessions that ended before the policy said so are anonymized at the earlier time once {@link
   * OrganizationRetention#recalculateRetention} was called.
   *
   * @param after zero to 36,525 days
   */
  public RetentionPolicy withAnonymizeAfter(Duration after) {
    return new RetentionPolicy(
        rules,
        disposal,
        archiveAfter,
        Optional.of(bounded("anonymize_after", after)),
        purgeParkedAfter);
  }

  /**
   * Returns a copy that lets sessions with a parked finalize chain be purged this long after their
   * end, once the retention period is over. Otherwise they stay until their parked steps are
   * replayed or skipped.
   *
   * @param after zero to 36,525 days
   */
  public RetentionPolicy withPurgeParkedAfter(Duration after) {
    return new RetentionPolicy(
        rules,
        disposal,
        archiveAfter,
        anonymizeAfter,
        Optional.of(bounded("purge_parked_after", after)));
  }

  private static Duration bounded(String name, Duration after) {
    return Validator.requireBetween(name, after, Duration.ZERO, RetentionRule.MAX_KEEP);
  }

  /** When an ended session has to be archived; empty for never, or if it was. */
  public Optional<Instant> archiveAt(Session ended) {
    return Validator.require("ended", ended).archivedAt() != null
        ? Optional.empty()
        : archiveAfter.map(ended.statusSince()::plus);
  }

  /**
   * When an ended session has to be anonymized though it is kept for longer; empty for never, or if
   * it was.
   */
  public Optional<Instant> anonymizeAt(Session ended) {
    return Validator.require("ended", ended).anonymized()
        ? Optional.empty()
        : anonymizeAfter.map(ended.statusSince()::plus);
  }

  /** How long such a session is kept after its end; empty for ever. */
  public Optional<Duration> keep(OutcomeCategory outcome, String channel, SessionType type) {
    for (RetentionRule rule : rules) {
      if (rule.appliesTo(outcome, channel, type)) {
        return Optional.ofNullable(rule.keep());
      }
    }
    return Optional.empty();
  }
}
