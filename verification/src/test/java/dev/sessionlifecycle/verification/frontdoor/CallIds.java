package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.session.ExternalRef;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The objects that calls refer to by number: two organizations, and so few users, sessions,
 * messages, policies, runs and external ids that calls interact. The order of all ids comes from
 * the seed, so that a sequence can be repeated; a part of each id is new, so that sequences on one
 * store do not interact.
 */
final class CallIds {
  /** Ids of sessions up to this number may be opened; later ones never are. */
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
   * Whether steps ask for delays here; otherwise few chains are run at a time, see {@link
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

  /** Returns a session id; null below 0, which no caller may pass. */
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

  /** Returns the id with this index among those that a call generates, the same on every store. */
  UUID made(int call, int count) {
    return next(new SplittableRandom(seed ^ (call * 1_000L + count + 1) * 0x9E3779B97F4A7C15L));
  }

  /** Returns null, which no caller may pass, but some do. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T none() {
    return (@Nullable T) null;
  }
}
