package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.verification.frontdoor.RandomCalls.Kind;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Places and releases holds. */
final class HoldCalls {
  private HoldCalls() {}

  static List<Kind> kinds() {
    return List.of(
        new Kind(4, "place a hold", HoldCalls::place),
        new Kind(4, "release a hold", HoldCalls::release),
        new Kind(2, "holds", HoldCalls::holds));
  }

  private static RandomCall.Invocation place(CallArguments draw) {
    int organization = draw.organization();
    int number = draw.session();
    int scope = draw.note(draw.below(12));
    String why = draw.text(200);
    String by = draw.word(RetentionCalls.WHO, 64);
    return front -> front.retention(organization).place(scope(front, scope, number), why, by);
  }

  private static HoldScope scope(LifecycleUnderTest front, int scope, int number) {
    return switch (scope) {
      case 0 -> HoldScope.organization();
      case 1, 2 -> HoldScope.endUser(front.world.user(number));
      case 3 -> CallIds.none();
      default -> HoldScope.session(front.session(number));
    };
  }

  /** Releases one of the existing holds. */
  private static RandomCall.Invocation release(CallArguments draw) {
    int organization = draw.organization();
    int which = draw.note(draw.below(4));
    String by = draw.word(RetentionCalls.WHO, 64);
    return front -> {
      OrganizationRetention retention = front.retention(organization);
      List<Hold> holds = page(retention, which != 0, null, 5);
      UUID id = which < holds.size() ? holds.get(which).id() : front.session(which - 1);
      return retention.release(id, by);
    };
  }

  private static RandomCall.Invocation holds(CallArguments draw) {
    int organization = draw.organization();
    boolean inForceOnly = draw.coin();
    int limit = draw.limit();
    int first = draw.limit();
    return front -> {
      OrganizationRetention retention = front.retention(organization);
      List<Hold> holds = page(retention, inForceOnly, null, first);
      UUID after = holds.isEmpty() ? null : holds.get(holds.size() - 1).id();
      return List.of(holds, page(retention, inForceOnly, after, limit));
    };
  }

  private static List<Hold> page(
      OrganizationRetention retention, boolean inForceOnly, @Nullable UUID after, int limit) {
    return inForceOnly ? retention.holdsInForce(after, limit) : retention.holds(after, limit);
  }
}
