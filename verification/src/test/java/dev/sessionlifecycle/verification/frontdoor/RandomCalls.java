package dev.sessionlifecycle.verification.frontdoor;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Random calls of every operation of the public API, weighted so that sequences reach every state.
 */
final class RandomCalls {

  /**
   * A kind of call.
   *
   * @param weight how often it is drawn, relative to the others
   * @param name its name in a printed sequence
   * @param maker draws the arguments
   */
  record Kind(int weight, String name, Function<CallArguments, RandomCall.Invocation> maker) {}

  private static final List<Kind> KINDS =
      Stream.of(
              SessionCalls.kinds(),
              EndCalls.kinds(),
              ReadCalls.kinds(),
              BulkCalls.kinds(),
              RetentionCalls.kinds(),
              HoldCalls.kinds(),
              FinalizerCalls.kinds())
          .flatMap(List::stream)
          .toList();
  private static final int WEIGHT = KINDS.stream().mapToInt(Kind::weight).sum();

  private RandomCalls() {}

  static List<Kind> kinds() {
    return KINDS;
  }

  /** Returns a random call. */
  static RandomCall random(RandomGenerator random) {
    int left = random.nextInt(WEIGHT);
    for (Kind kind : KINDS) {
      left -= kind.weight();
      if (left < 0) {
        return call(kind, new CallArguments(random));
      }
    }
    throw new AssertionError("the weights add up");
  }

  private static RandomCall call(Kind kind, CallArguments draw) {
    RandomCall.Invocation ask = kind.maker().apply(draw);
    boolean back = draw.oneIn(40);
    return new RandomCall(
        kind.name(),
        draw.drawnOrganization(),
        draw.pause(7),
        back ? CallArguments.minutes(1 + draw.below(100)) : Duration.ZERO,
        draw.drawn(),
        ask);
  }
}
