package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.Priority;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.SessionFilter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws filters that select sessions to list, count or close. */
final class RandomFilters {
  private RandomFilters() {}

  static Function<LifecycleUnderTest, SessionFilter> draw(CallArguments draw) {
    List<BiFunction<LifecycleUnderTest, SessionFilter, SessionFilter>> changes = new ArrayList<>();
    if (draw.oneIn(3)) {
      Set<SessionStatus> statuses =
          draw.several(6, it -> it.of(RandomValues.STATUSES)).stream().collect(Collectors.toSet());
      changes.add((front, it) -> it.withStatuses(statuses));
    }
    if (draw.oneIn(5)) {
      String channel = draw.word(RandomValues.CHANNELS, 32);
      changes.add((front, it) -> it.withChannel(channel));
    }
    if (draw.oneIn(5)) {
      int user = draw.note(draw.below(3));
      changes.add((front, it) -> it.withEndUser(front.world.user(user)));
    }
    if (draw.oneIn(6)) {
      OutcomeCategory outcome = draw.of(List.of(OutcomeCategory.values()));
      changes.add((front, it) -> it.withOutcome(outcome));
    }
    if (draw.oneIn(8)) {
      TerminationReason reason = draw.of(List.of(TerminationReason.values()));
      changes.add((front, it) -> it.withReason(reason).withPriority(Priority.NORMAL));
    }
    if (draw.oneIn(8)) {
      SessionType type = draw.of(List.of(SessionType.values()));
      changes.add((front, it) -> it.withSessionType(type).withAssignedAgent(front.world.user(3)));
    }
    if (draw.oneIn(8)) {
      String code = draw.word(RandomValues.CODES, 64);
      changes.add((front, it) -> it.withDisposition(code));
    }
    Function<LifecycleUnderTest, Instant> from = draw.time();
    Function<LifecycleUnderTest, Instant> before = draw.time();
    boolean ended = draw.coin();
    changes.add(
        (front, it) -> {
          Instant first = from == null ? null : from.apply(front);
          Instant last = before == null ? null : before.apply(front);
          return ended ? it.withEnded(first, last) : it.withCreated(first, last);
        });
    return draw.oneIn(60)
        ? front -> CallIds.none()
        : RandomValues.build(front -> SessionFilter.all(), changes);
  }
}
