package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.verification.frontdoor.RandomCalls.Kind;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Ends sessions, one at a time. */
final class EndCalls {
  private EndCalls() {}

  /** Ends one session with a request. */
  private interface End {
    Object end(OrganizationSessions sessions, UUID id, EndRequest request);
  }

  static List<Kind> kinds() {
    return List.of(
        new Kind(3, "close", draw -> end(draw, (door, id, request) -> door.close(id))),
        new Kind(3, "close as reported", EndCalls::closeAsReported),
        new Kind(6, "close by request", draw -> end(draw, OrganizationSessions::close)),
        new Kind(2, "fail", draw -> end(draw, OrganizationSessions::fail)),
        new Kind(2, "expire", draw -> end(draw, OrganizationSessions::expire)),
        new Kind(3, "supersede", EndCalls::supersede),
        new Kind(5, "close by external id", EndCalls::closeExternal),
        new Kind(5, "enrich", EndCalls::enrich),
        new Kind(2, "correct", draw -> end(draw, OrganizationSessions::correct)));
  }

  private static RandomCall.Invocation end(CallArguments draw, End how) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    Function<LifecycleUnderTest, EndRequest> request = request(draw);
    return front -> how.end(door.apply(front), front.session(session), request.apply(front));
  }

  private static Function<LifecycleUnderTest, EndRequest> request(CallArguments draw) {
    return draw.oneIn(60) ? front -> CallIds.none() : RandomValues.end(draw);
  }

  private static RandomCall.Invocation closeAsReported(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    String reported = draw.word(RandomValues.REPORTED, 1_000);
    return front -> door.apply(front).close(front.session(session), reported);
  }

  private static RandomCall.Invocation supersede(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    int session = draw.session();
    int successor = draw.session();
    Function<LifecycleUnderTest, EndRequest> request = request(draw);
    return front ->
        door.apply(front)
            .supersede(front.session(session), front.session(successor), request.apply(front));
  }

  private static RandomCall.Invocation closeExternal(CallArguments draw) {
    Function<LifecycleUnderTest, OrganizationSessions> door = draw.door();
    Function<LifecycleUnderTest, ExternalRef> ref = ReadCalls.ref(draw);
    Function<LifecycleUnderTest, EndRequest> request = request(draw);
    return front -> door.apply(front).close(ref.apply(front), request.apply(front));
  }

  private static RandomCall.Invocation enrich(CallArguments draw) {
    TerminationReason reason = draw.of(List.of(TerminationReason.values()));
    boolean plain = draw.coin();
    return end(
        draw, (door, id, request) -> door.enrich(id, plain ? EndRequest.because(reason) : request));
  }
}
