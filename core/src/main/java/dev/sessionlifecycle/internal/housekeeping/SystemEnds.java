package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.EndCall;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.spi.CloseReply;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Ends sessions by decision of the library. */
final class SystemEnds {
  private SystemEnds() {}

  /**
   * Ends sessions, announces those that ended, and reports the beginning and the end of that.
   *
   * @param triggeredBy what ends them
   * @param organizationId the organization; null for sessions of several
   * @param end builds the intents and has the store apply them
   * @return the replies of the store
   */
  static List<CloseReply> end(
      LifecycleContext wiring,
      String triggeredBy,
      @Nullable UUID organizationId,
      Supplier<List<CloseReply>> end) {
    return wiring.reported(
        new EndCall(EndCall.Via.SYSTEM, organizationId, null, triggeredBy),
        () -> {
          List<CloseReply> replies = end.get();
          replies.stream().flatMap(SystemEnds::ended).forEach(it -> wiring.announce(it.session()));
          return replies;
        },
        replies -> replies.stream().flatMap(SystemEnds::ended).toList());
  }

  private static Stream<CloseResult> ended(CloseReply reply) {
    return reply instanceof CloseReply.Closed closed
        ? Stream.of(new CloseResult.Closed(closed.session()))
        : Stream.empty();
  }
}
