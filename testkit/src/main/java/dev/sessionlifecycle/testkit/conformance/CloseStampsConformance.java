package dev.sessionlifecycle.testkit.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.rules.EndRules;
import dev.sessionlifecycle.testkit.Check;
import dev.sessionlifecycle.testkit.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares what a store writes when it ends a session with the pure function, case by case. */
public abstract class CloseStampsConformance extends Conformance {
  private static final RetentionPolicy POLICY = policy();

  /** For subclasses. */
  protected CloseStampsConformance() {}

  /** A different retention for each outcome, so that a wrong outcome also shows there. */
  private static RetentionPolicy policy() {
    RetentionPolicy policy = RetentionPolicy.forEver();
    for (OutcomeCategory outcome : OutcomeCategory.values()) {
      policy = policy.withOutcome(outcome, Duration.ofDays(outcome.ordinal() + 1L));
    }
    return policy;
  }

  private record Case(Session before, CloseIntent intent) {}

  @Test
  void a_close_follows_the_end_rules_for_every_reason_status_and_engagement() {
    for (SessionStatus from : SessionStatus.live()) {
      for (SessionStatus target :
          SessionStatus.all().stream().filter(SessionStatus::isTerminal).toList()) {
        List<Case> cases = new ArrayList<>();
        for (TerminationReason reason : TerminationReason.values()) {
          for (boolean engaged : new boolean[] {false, true}) {
            cases.add(prepare(from, target, reason, engaged));
          }
        }
        clock.advance(Duration.ofSeconds(61).plusNanos(123_456_000));
        compare(cases);
      }
    }
  }

  private Case prepare(
      SessionStatus from, SessionStatus target, TerminationReason reason, boolean engaged) {
    Session opened = scene.openIn(from);
    Session before = engaged ? scene.append(opened, scene.fromUser("hello")) : opened;
    return new Case(
        before, scene.closing(before, scene.terms(POLICY)).target(target).reason(reason).build());
  }

  /** Compares half of the cases one by one and the other half in one call. */
  private void compare(List<Case> cases) {
    List<Case> together = cases.subList(0, cases.size() / 2);
    List<CloseReply> replies =
        new ArrayList<>(store.closeAll(together.stream().map(Case::intent).toList()));
    cases
        .subList(cases.size() / 2, cases.size())
        .forEach(it -> replies.add(store.close(it.intent())));
    for (int i = 0; i < cases.size(); i++) {
      Session expected =
          EndRules.stamp(cases.get(i).before(), cases.get(i).intent(), POLICY, scene.now());
      Session actual = Check.instance(CloseReply.Closed.class, replies.get(i)).session();
      Check.sameSession(expected, actual);
      if (i % 10 == 0) {
        Check.sameSession(expected, scene.reload(actual));
        assertEquals(2, history(actual).size() - moves(cases.get(i).before()));
      }
    }
  }

  private List<?> history(Session session) {
    return store.history(Scenario.key(session), 0, 10);
  }

  private static int moves(Session before) {
    return List.of(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE)
            .contains(before.status())
        ? 0
        : 1;
  }
}
