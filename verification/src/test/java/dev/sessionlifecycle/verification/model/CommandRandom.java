package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.SessionStatus;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Random numbers for commands: small enough that commands interact. */
final class CommandRandom {
  private final RandomGenerator random;

  CommandRandom(RandomGenerator random) {
    this.random = random;
  }

  boolean coin() {
    return random.nextBoolean();
  }

  int any() {
    return random.nextInt();
  }

  /** Returns mostly a short time, sometimes a day. */
  long millis() {
    return switch (below(8)) {
      case 0 -> 90_000_000L;
      case 1, 2 -> below(7_200_000);
      default -> below(60_000);
    };
  }

  /** Returns the seconds until a check is due: some hours at most; sometimes none, below 0. */
  int seconds() {
    return below(4) == 0 ? -1 : below(10_000);
  }

  int organization() {
    return below(5) == 0 ? 1 : 0;
  }

  int session() {
    return below(16);
  }

  int at() {
    return below(3) == 0 ? below(20) - 10 : 0;
  }

  <T> T of(List<T> values) {
    return values.get(below(values.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  List<SessionStatus> statuses() {
    return SessionStatus.all().stream().filter(it -> below(4) == 0).toList();
  }

  List<SessionCommand.Text> texts() {
    return IntStream.range(0, 8)
        .filter(i -> below(4) == 0)
        .mapToObj(
            i ->
                new SessionCommand.Text(
                    i, of(List.of(MessageRole.values())), below(12) == 0 ? 1 : 0, below(9) - 6))
        .toList();
  }
}
