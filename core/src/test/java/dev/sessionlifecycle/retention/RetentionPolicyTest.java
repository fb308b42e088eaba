package dev.sessionlifecycle.retention;

import static dev.sessionlifecycle.model.OutcomeCategory.ABANDONED;
import static dev.sessionlifecycle.model.OutcomeCategory.RESOLVED;
import static dev.sessionlifecycle.model.SessionType.LIVE;
import static dev.sessionlifecycle.model.SessionType.TEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.errors.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void everything_is_kept_forever_by_default() {
    assertEquals(Optional.empty(), RetentionPolicy.forEver().keep(RESOLVED, "voice", LIVE));
  }

  @Test
  void the_most_specific_rule_decides_regardless_of_the_rule_order() {
    RetentionPolicy policy =
        RetentionPolicy.keepFor(YEAR)
            .withSessionType(TEST, DAY)
            .withOutcome(ABANDONED, null)
            .withChannel("sms", MONTH)
            .with(new RetentionRule(ABANDONED, "sms", null, DAY));
    assertEquals(Optional.of(YEAR), policy.keep(RESOLVED, "voice", LIVE));
    assertEquals(Optional.of(DAY), policy.keep(RESOLVED, "voice", TEST));
    assertEquals(Optional.of(MONTH), policy.keep(RESOLVED, "sms", TEST));
    assertEquals(Optional.empty(), policy.keep(ABANDONED, "voice", TEST));
    assertEquals(Optional.of(DAY), policy.keep(ABANDONED, "sms", LIVE));
  }

  @Test
  void a_rule_replaces_an_earlier_rule_with_the_same_conditions() {
    RetentionPolicy policy =
        RetentionPolicy.keepFor(YEAR).withChannel("sms", DAY).withChannel("sms", YEAR);
    assertEquals(2, policy.rules().size());
    assertEquals(Optional.of(YEAR), policy.keep(RESOLVED, "sms", LIVE));
  }

  @Test
  void times_out_of_bounds_are_refused() {
    assertThrows(
        InvalidInputException.class, () -> RetentionPolicy.keepFor(Duration.ofSeconds(-1)));
    assertThrows(
        InvalidInputException.class,
        () -> RetentionPolicy.keepFor(RetentionRule.MAX_KEEP.plusSeconds(1)));
    assertThrows(
        InvalidInputException.class,
        () -> RetentionPolicy.keepFor(Duration.ofSeconds(Long.MAX_VALUE)));
  }
}
