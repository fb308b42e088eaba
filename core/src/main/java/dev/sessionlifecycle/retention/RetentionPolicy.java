package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long ended sessions are kept, as data.
 *
 * <p>The most specific rule that applies decides, see {@link RetentionRule#weight()}. Immutable:
 * each method answers a changed copy.
 */
public final class RetentionPolicy {
  private static final RetentionPolicy FOR_EVER = new RetentionPolicy(List.of(rule(null)));

  /** The most specific first; the last applies to every session. */
  private final List<RetentionRule> rules;

  private RetentionPolicy(List<RetentionRule> rules) {
    this.rules = rules;
  }

  private static RetentionRule rule(@Nullable Duration keep) {
    return new RetentionRule(null, null, null, keep);
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
    return new RetentionPolicy(List.of(rule(Objects.requireNonNull(keep, "keep"))));
  }

  /** The same, but sessions of this outcome are kept this long; null for ever. */
  public RetentionPolicy outcome(OutcomeCategory outcome, @Nullable Duration keep) {
    return with(new RetentionRule(Objects.requireNonNull(outcome), null, null, keep));
  }

  /** The same, but sessions on this channel are kept this long; null for ever. */
  public RetentionPolicy channel(String channel, @Nullable Duration keep) {
    return with(new RetentionRule(null, Objects.requireNonNull(channel), null, keep));
  }

  /** The same, but sessions of this type are kept this long; null for ever. */
  public RetentionPolicy sessionType(SessionType type, @Nullable Duration keep) {
    return with(new RetentionRule(null, null, Objects.requireNonNull(type), keep));
  }

  /** The same with this rule, which takes the place of one with the same conditions. */
  public RetentionPolicy with(RetentionRule rule) {
    List<RetentionRule> changed = new ArrayList<>(rules);
    changed.removeIf(
        it ->
            it.outcome() == rule.outcome()
                && Objects.equals(it.channel(), rule.channel())
                && it.sessionType() == rule.sessionType());
    changed.add(rule);
    changed.sort(Comparator.comparingInt(RetentionRule::weight).reversed());
    return new RetentionPolicy(List.copyOf(changed));
  }

  /** The rules, the most specific first; the last applies to every session. */
  public List<RetentionRule> rules() {
    return rules;
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

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RetentionPolicy policy && rules.equals(policy.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return "RetentionPolicy" + rules;
  }
}
