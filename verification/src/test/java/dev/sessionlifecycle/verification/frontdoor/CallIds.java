package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.session.ExternalRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What calls speak of by number: two organizations, and so few users, sessions, messages, policies,
 * runs and external ids that calls meet. The order of all ids comes from the seed, so that a
 * sequence repeats; a part of each is new, so that sequences on one store do not meet.
 */
final class CallIds {
  /** Ids of sessions up to here may be opened; those behind it never are. */
  static final int SESSIONS = 6;

  private static final long NEW = 0x0000_FFFF_FFFF_FFFFL;

  private final long seed;
  private final long part;
  private final List<UUID> ids = new ArrayList<>();

  CallIds(long seed) {
    this.seed = seed;
    this.part = UUID.randomUUID().getLeastSignificantBits() & NEW;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 64; i++) {
      ids.add(next(random));
    }
  }

  private UUID next(SplittableRandom random) {
    return new UUID(random.nextLong() & ~NEW | part, random.nextLong());
  }

  /**
   * Whether steps put themselves off here; else few chains are run at a time, see {@link
   * DeterministicSteps}.
   */
  boolean isPatient() {
    return (seed & 1) == 0;
  }

  UUID organization(int number) {
    return ids.get(number & 1);
  }

  UUID user(int number) {
    return ids.get(2 + (number & 3));
  }

  /** Null below 0: what no caller may hand over. */
  UUID session(int number) {
    return number < 0 ? none() : ids.get(8 + (number & 15));
  }

  UUID message(int number) {
    return number < 0 ? none() : ids.get(24 + (number & 15));
  }

  UUID policy(int number) {
    return number < 0 ? none() : ids.get(40 + (number & 3));
  }

  UUID run(int number) {
    return number < 0 ? none() : ids.get(44 + (number & 3));
  }

  ExternalRef ref(int number) {
    return number < 0 ? none() : new ExternalRef("world", "ref-" + (number & 3) + "-" + part);
  }

  /** The how-manieth id that a call makes, the same on every store. */
  UUID made(int call, int count) {
    return next(new SplittableRandom(seed ^ (call * 1_000L + count + 1) * 0x9E3779B97F4A7C15L));
  }

  /** What no caller may hand over, and some do. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T none() {
    return (@Nullable T) null;
  }
}
