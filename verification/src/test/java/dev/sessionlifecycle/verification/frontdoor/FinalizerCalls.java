package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.finalizer.Finalizer;
import dev.sessionlifecycle.finalizer.FinalizerBacklog;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.ParkedChain;
import dev.sessionlifecycle.finalizer.ParkedFilter;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.UnfinishedChain;
import dev.sessionlifecycle.finalizer.UnfinishedFilter;
import dev.sessionlifecycle.housekeeping.Housekeeping;
import dev.sessionlifecycle.verification.frontdoor.RandomCalls.Kind;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the finalizer and the housekeeping. */
final class FinalizerCalls {
  private static final FinalizerOptions SMALL =
      FinalizerOptions.builder().claimBatch(2).organizationShare(1).settleBatch(2).build();
  private static final List<Integer> LIMITS =
      List.of(-1, 0, 1, 1, 2, 2, 3, 3, 100, 100, 100, 100, 100, 100, 100, 100);
  private static final List<String> STEPS =
      List.of("scrub", "summarize", "sync", "report", "no such step");

  private FinalizerCalls() {}

  static List<Kind> kinds() {
    return List.of(
        new Kind(5, "finalize", draw -> limited(draw, FinalizerCalls::runDue)),
        new Kind(5, "finalize by options", draw -> limited(draw, FinalizerCalls::runDueByOptions)),
        new Kind(
            9, "housekeeping", draw -> limited(draw, (front, n) -> housekeeping(front).runDue(n))),
        new Kind(2, "preview", draw -> limited(draw, (front, n) -> housekeeping(front).preview(n))),
        new Kind(
            1, "months", draw -> limited(draw, (front, n) -> housekeeping(front).purgeMonths(n))),
        new Kind(2, "recheck", draw -> front -> housekeeping(front).recheckLiveSessions()),
        new Kind(1, "wake", draw -> FinalizerCalls::wake),
        new Kind(2, "snapshot", draw -> front -> front.lifecycle.finalizer().snapshot()),
        new Kind(1, "parked", draw -> organizationCall(draw, (front, it, id) -> it.parked(id))),
        new Kind(2, "backlog", draw -> organizationCall(draw, FinalizerCalls::backlog)),
        new Kind(3, "chain", FinalizerCalls::chain),
        new Kind(1, "count parked", FinalizerCalls::countParked),
        new Kind(1, "skip all", FinalizerCalls::skipAll),
        new Kind(3, "parked by filter", FinalizerCalls::parked),
        new Kind(1, "unfinished", draw -> FinalizerCalls::unfinished),
        new Kind(3, "replay", FinalizerCalls::replay),
        new Kind(3, "replay from", FinalizerCalls::replayFrom),
        new Kind(2, "replay all", FinalizerCalls::replayAll),
        new Kind(3, "skip", FinalizerCalls::skip));
  }

  private static Housekeeping housekeeping(LifecycleUnderTest front) {
    return front.lifecycle.housekeeping();
  }

  private static Object runDue(LifecycleUnderTest front, int limit) {
    return front.lifecycle.finalizer().runDue(chains(front, limit));
  }

  private static Object runDueByOptions(LifecycleUnderTest front, int limit) {
    return front.lifecycle.finalizer().runDue(chains(front, limit), SMALL);
  }

  private static int chains(LifecycleUnderTest front, int limit) {
    return limit > 0 && front.world.isPatient() ? 1_000 : limit;
  }

  private static Object wake(LifecycleUnderTest front) {
    front.lifecycle.finalizer().wake();
    return "woken";
  }

  /** A call that takes only a limit. */
  private interface Limited {
    Object ask(LifecycleUnderTest front, int limit);
  }

  private static RandomCall.Invocation limited(CallArguments draw, Limited what) {
    int limit = draw.of(LIMITS);
    return front -> what.ask(front, limit);
  }

  /** A call about the chains of an organization. */
  private interface OrganizationCall {
    Object ask(LifecycleUnderTest front, Finalizer finalizer, UUID organization);
  }

  private static RandomCall.Invocation organizationCall(CallArguments draw, OrganizationCall desk) {
    int organization = draw.organization();
    return front ->
        desk.ask(front, front.lifecycle.finalizer(), front.world.organization(organization));
  }

  private static Function<LifecycleUnderTest, ParkedFilter> filter(CallArguments draw) {
    String step = draw.oneIn(2) ? null : draw.word(STEPS, 64);
    String label = draw.oneIn(2) ? null : draw.word(List.of("unreadable", "too-much"), 64);
    return draw.oneIn(20) ? front -> CallIds.none() : front -> new ParkedFilter(step, label);
  }

  /** Returns two pages of unfinished chains, without their times. */
  private static Object unfinished(LifecycleUnderTest front) {
    Finalizer finalizer = front.lifecycle.finalizer();
    UnfinishedFilter all = UnfinishedFilter.all();
    List<UnfinishedChain> first = finalizer.unfinished(all);
    return Stream.concat(
            first.stream(),
            first.stream().limit(1).flatMap(it -> finalizer.unfinished(all, it, 10).stream()))
        .map(it -> List.of(it.organizationId(), it.sessionId(), it.attempts()))
        .toList();
  }

  private static Object backlog(LifecycleUnderTest front, Finalizer finalizer, UUID organization) {
    FinalizerBacklog backlog = finalizer.backlog(organization);
    return List.of(backlog.due(), backlog.leased(), backlog.waiting(), backlog.parked());
  }

  /** Returns a chain without its times and nodes. */
  private static RandomCall.Invocation chain(CallArguments draw) {
    int session = draw.session();
    return organizationCall(
        draw,
        (front, it, id) ->
            it.chain(id, front.session(session))
                .map(
                    chain ->
                        chain.steps().stream()
                            .map(
                                step ->
                                    List.of(
                                        step.name(),
                                        step.waitsFor(),
                                        step.progress(),
                                        step.attempts(),
                                        step.history().stream()
                                            .map(SessionChain.StepAttempt::result)
                                            .toList()))
                            .toList()));
  }

  private static RandomCall.Invocation countParked(CallArguments draw) {
    Function<LifecycleUnderTest, ParkedFilter> filter = filter(draw);
    return organizationCall(draw, (front, it, id) -> it.countParked(id, filter.apply(front)));
  }

  private static RandomCall.Invocation skipAll(CallArguments draw) {
    Function<LifecycleUnderTest, ParkedFilter> filter = filter(draw);
    String why = draw.word(List.of("by-hand", "late", "Not A Label"), 64);
    return organizationCall(draw, (front, it, id) -> it.skipAll(id, filter.apply(front), why));
  }

  private static RandomCall.Invocation parked(CallArguments draw) {
    Function<LifecycleUnderTest, ParkedFilter> filter = filter(draw);
    int limit = draw.limit();
    boolean goesOn = draw.coin();
    return organizationCall(
        draw,
        (front, it, id) -> {
          @Nullable UUID after = null;
          if (goesOn) {
            List<ParkedChain> first = it.parked(id, filter.apply(front), null, 1);
            after = first.isEmpty() ? null : first.get(0).sessionId();
          }
          return it.parked(id, filter.apply(front), after, limit);
        });
  }

  private static RandomCall.Invocation replay(CallArguments draw) {
    int session = draw.session();
    return organizationCall(draw, (front, it, id) -> it.replay(id, front.session(session)));
  }

  private static RandomCall.Invocation replayFrom(CallArguments draw) {
    int session = draw.session();
    String step = draw.word(STEPS, 64);
    return organizationCall(
        draw, (front, it, id) -> it.replayFrom(id, front.session(session), step));
  }

  private static RandomCall.Invocation replayAll(CallArguments draw) {
    Function<LifecycleUnderTest, ParkedFilter> filter = filter(draw);
    return organizationCall(draw, (front, it, id) -> it.replayAll(id, filter.apply(front)));
  }

  private static RandomCall.Invocation skip(CallArguments draw) {
    int session = draw.session();
    String step = draw.word(STEPS, 64);
    String why = draw.word(List.of("by-hand", "by-hand", "late", "Not A Label"), 64);
    return organizationCall(
        draw, (front, it, id) -> it.skip(id, front.session(session), step, why));
  }
}
