package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The limits that this node has announced and that have not passed yet. Thread-safe. */
final class RememberedWarnings {
  /** The most that are remembered, about 10 MB; what comes in addition is not announced. */
  static final int MOST = 50_000;

  /** What became of a limit that is about to pass. */
  enum Result {
    /** It is to be announced now. */
    NEW,
    /** It was announced before. */
    KNOWN,
    /** Too many are remembered. */
    FULL
  }

  private record Warning(SessionKey session, LimitKind limit, Instant at) {}

  private final Set<Warning> warnings = ConcurrentHashMap.newKeySet();

  /** Forgets the limits that have passed by this time of the store. */
  void forgetPassed(Instant storeNow) {
    warnings.removeIf(it -> !it.at().isAfter(storeNow));
  }

  boolean contains(Session session, Expiry.At limit) {
    return warnings.contains(warning(session, limit));
  }

  /** Remembers a limit unless it is remembered already. */
  Result add(Session session, Expiry.At limit) {
    Warning warning = warning(session, limit);
    if (warnings.contains(warning)) {
      return Result.KNOWN;
    } else if (warnings.size() >= MOST) {
      return Result.FULL;
    }
    return warnings.add(warning) ? Result.NEW : Result.KNOWN;
  }

  private static Warning warning(Session session, Expiry.At limit) {
    return new Warning(SessionKey.of(session), limit.limit(), limit.at());
  }
}
