package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.retention.ErasureRequest;
import dev.sessionlifecycle.retention.ExportReport;
import dev.sessionlifecycle.retention.OrganizationRetention;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.RetentionChangeMode;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.verification.frontdoor.RandomCalls.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Policies, receipts, erasure and queries about holds. */
final class RetentionCalls {
  private static final List<Duration> TIMES =
      List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(40));
  static final List<String> WHO = List.of("legal", "admin");

  private RetentionCalls() {}

  static List<Kind> kinds() {
    return List.of(
        new Kind(5, "define a policy", RetentionCalls::define),
        new Kind(1, "policy", draw -> of(draw, it -> it.number(4), RetentionCalls::policy)),
        new Kind(1, "default policy", draw -> plain(draw, OrganizationRetention::defaultPolicy)),
        new Kind(
            2,
            "restamp",
            draw -> plain(draw, it -> it.recalculateRetention(RetentionChangeMode.NEVER_SHORTER))),
        new Kind(
            2,
            "restamp and shorten",
            draw -> plain(draw, it -> it.recalculateRetention(RetentionChangeMode.ALLOW_SHORTER))),
        new Kind(1, "holds on", draw -> of(draw, CallArguments::session, RetentionCalls::holdsOn)),
        new Kind(
            2,
            "explain retention",
            draw -> of(draw, CallArguments::session, RetentionCalls::explain)),
        new Kind(1, "count due", draw -> plain(draw, it -> it.countDue(Duration.ofHours(12), 100))),
        new Kind(2, "receipts", RetentionCalls::receipts),
        new Kind(2, "archived", draw -> of(draw, CallArguments::session, RetentionCalls::archived)),
        new Kind(2, "export an end user", RetentionCalls::export),
        new Kind(2, "erase", RetentionCalls::erase),
        new Kind(1, "unfinished erasures", RetentionCalls::unfinishedErasures));
  }

  private static RandomCall.Invocation plain(
      CallArguments draw, Function<OrganizationRetention, Object> question) {
    int organization = draw.organization();
    return front -> question.apply(front.retention(organization));
  }

  /** A query about an object with a number. */
  private interface NumberedCall {
    Object ask(LifecycleUnderTest front, OrganizationRetention retention, int number);
  }

  private static RandomCall.Invocation of(
      CallArguments draw, Function<CallArguments, Integer> what, NumberedCall question) {
    int organization = draw.organization();
    int number = what.apply(draw);
    return front -> question.ask(front, front.retention(organization), number);
  }

  private static Object policy(
      LifecycleUnderTest front, OrganizationRetention retention, int number) {
    return retention.policy(front.world.policy(number));
  }

  private static Object holdsOn(
      LifecycleUnderTest front, OrganizationRetention retention, int number) {
    return retention.holdsOn(front.session(number));
  }

  private static Object explain(
      LifecycleUnderTest front, OrganizationRetention retention, int number) {
    return retention.explain(front.session(number));
  }

  private static Object archived(
      LifecycleUnderTest front, OrganizationRetention retention, int number) {
    return retention.archived(front.session(number));
  }

  private static RandomCall.Invocation define(CallArguments draw) {
    int organization = draw.organization();
    int id = draw.number(4);
    boolean isDefault = draw.coin();
    Function<LifecycleUnderTest, RetentionPolicy> policy = policy(draw);
    return front -> {
      OrganizationRetention retention = front.retention(organization);
      if (isDefault) {
        retention.defineDefault(front.world.policy(id), policy.apply(front));
      } else {
        retention.define(front.world.policy(id), policy.apply(front));
      }
      return "defined";
    };
  }

  private static Function<LifecycleUnderTest, RetentionPolicy> policy(CallArguments draw) {
    Duration keep = draw.oneIn(4) ? null : draw.of(TIMES);
    Duration other = draw.oneIn(4) ? null : draw.of(TIMES);
    String channel = Objects.requireNonNullElse(draw.word(RandomValues.CHANNELS, 32), "voice");
    OutcomeCategory outcome = draw.of(List.of(OutcomeCategory.values()));
    int more = draw.note(draw.below(64));
    return front -> {
      RetentionPolicy policy =
          keep == null ? RetentionPolicy.forEver() : RetentionPolicy.keepFor(keep);
      policy = (more & 1) == 0 ? policy : policy.withChannel(channel, other);
      policy = (more & 2) == 0 ? policy : policy.withOutcome(outcome, other);
      policy = (more & 4) == 0 ? policy : policy.thenAnonymize();
      policy = (more & 8) == 0 ? policy : policy.withArchiveAfter(Duration.ofHours(1));
      policy = (more & 32) == 0 ? policy : policy.withAnonymizeAfter(Duration.ofHours(2));
      return (more & 16) == 0
          ? policy
          : policy
              .withPurgeParkedAfter(Duration.ZERO)
              .withSessionType(SessionType.SIMULATION, other);
    };
  }

  private static RandomCall.Invocation receipts(CallArguments draw) {
    int organization = draw.organization();
    int limit = draw.limit();
    int first = draw.limit();
    return front -> {
      OrganizationRetention retention = front.retention(organization);
      List<Receipt> receipts = retention.receipts(null, first);
      @Nullable UUID after = receipts.isEmpty() ? null : receipts.get(receipts.size() - 1).id();
      return List.of(receipts, retention.receipts(after, limit));
    };
  }

  private static RandomCall.Invocation export(CallArguments draw) {
    int organization = draw.organization();
    int user = draw.number(3);
    return front -> {
      UUID id = user < 0 ? CallIds.none() : front.world.user(user);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        ExportReport report = front.retention(organization).export(id, out);
        return List.of(report, out.toString(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static RandomCall.Invocation erase(CallArguments draw) {
    int organization = draw.organization();
    int user = draw.number(3);
    String by = draw.word(WHO, 64);
    boolean parkedToo = draw.coin();
    String reason = draw.coin() ? null : draw.word(WHO, 200);
    return front -> {
      OrganizationRetention retention = front.retention(organization);
      UUID id = user < 0 ? CallIds.none() : front.world.user(user);
      if (id != null && reason != null) {
        return retention.erase(new ErasureRequest(id, by, reason, parkedToo));
      }
      return parkedToo ? retention.eraseWithParked(id, by) : retention.erase(id, by);
    };
  }

  private static RandomCall.Invocation unfinishedErasures(CallArguments draw) {
    int organization = draw.organization();
    int limit = draw.limit();
    return front -> front.retention(organization).unfinishedErasures(null, limit);
  }
}
