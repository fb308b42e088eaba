package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.OrganizationSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Draws the arguments of a call, and records them. */
final class CallArguments {
  private static final List<String> WORDS =
      List.of("hello", "reject", "secret 1", "e\u0301", "'\"}");
  private static final List<Integer> LIMITS = List.of(1, 2, 3, 5, 5, 5);
  private static final List<Integer> BAD_LIMITS = List.of(-1, 0, 6, 1_000_000_000);

  private final RandomGenerator random;
  private final StringJoiner drawn = new StringJoiner(", ", "(", ")");
  private int organization = -1;

  CallArguments(RandomGenerator random) {
    this.random = random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int many) {
    return below(many) == 0;
  }

  boolean coin() {
    return note(random.nextBoolean());
  }

  <T> T note(T value) {
    String text = String.valueOf(value);
    drawn.add(text.length() > 40 ? text.substring(0, 40) + "…" : text);
    return value;
  }

  <T> T of(List<T> values) {
    return note(values.get(below(values.size())));
  }

  <T> List<T> several(int most, Function<CallArguments, T> one) {
    int many = oneIn(50) ? 0 : 1 + below(most);
    return Stream.generate(() -> one.apply(this)).limit(many).toList();
  }

  int organization() {
    organization = note(oneIn(10) ? 1 : 0);
    return organization;
  }

  /** Draws a view of an organization's sessions: mostly for writing, sometimes another one. */
  Function<LifecycleUnderTest, OrganizationSessions> door() {
    int which = organization();
    if (oneIn(60)) {
      note("read-only");
      return front -> front.read(which);
    }
    return oneIn(20) ? front -> front.on(which) : front -> front.sessions(which);
  }

  /** Draws the number of a session, mostly one that may exist. */
  int session() {
    if (!oneIn(3)) {
      return note(LifecycleUnderTest.LAST + below(3));
    }
    return note(oneIn(40) ? -1 : oneIn(15) ? CallIds.SESSIONS + below(2) : below(CallIds.SESSIONS));
  }

  /** Draws some other number. */
  int number(int bound) {
    return note(oneIn(80) ? -1 : below(bound));
  }

  int limit() {
    return oneIn(25) ? of(BAD_LIMITS) : of(LIMITS);
  }

  /** Draws a text of at most this length, or a longer one; sometimes null. */
  String text(int longest) {
    return oneIn(40) ? hostile(longest) : of(WORDS);
  }

  /** Draws one of these words, or a text that is none of them. */
  String word(List<String> usual, int longest) {
    return oneIn(50) ? hostile(longest) : of(usual);
  }

  private String hostile(int longest) {
    return switch (below(9)) {
      case 0 -> note(CallIds.<String>none());
      case 1 -> note("");
      case 2 -> note(" \t");
      case 3 -> note("a\0b");
      case 4 -> note("a\uD83D");
      case 5 -> note("x".repeat(longest));
      case 6 -> note("x".repeat(longest + 1));
      case 7 -> note("\uD83D\uDE00".repeat(longest));
      default -> note("\uD83D\uDE00".repeat(longest + 1));
    };
  }

  /** Draws a time relative to now; sometimes null or a time that is refused. */
  @Nullable Function<LifecycleUnderTest, Instant> time() {
    if (!oneIn(4)) {
      return null;
    } else if (oneIn(30)) {
      Instant bad = of(List.of(Instant.MIN, Instant.MAX));
      return front -> bad;
    }
    Duration by = of(List.of(minutes(-50), minutes(-3), minutes(-1), Duration.ZERO, minutes(9)));
    return front -> front.now().plus(by).plusNanos(1_234);
  }

  /**
   * Draws a pause, mostly none; in whole minutes and a little more, see {@link DeterministicSteps}.
   */
  Duration pause(int oneIn) {
    if (!oneIn(oneIn)) {
      return Duration.ZERO;
    }
    Duration little = Duration.ofNanos(below(2_000_000));
    return switch (below(16)) {
      case 0 -> Duration.ofDays(1).plus(little);
      case 1 -> Duration.ofDays(31).plus(little);
      case 2 -> Duration.ofHours(5).plus(little);
      default -> minutes(below(7)).plus(little);
    };
  }

  static Duration minutes(int many) {
    return Duration.ofMinutes(many);
  }

  int drawnOrganization() {
    return organization;
  }

  String drawn() {
    return drawn.toString();
  }
}
