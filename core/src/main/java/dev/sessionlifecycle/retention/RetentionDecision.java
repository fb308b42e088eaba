package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What retention asks for a session at a time: pure logic. */
public sealed interface RetentionDecision {

  /** It is kept for ever. */
  record KeepForEver() implements RetentionDecision {}

  /** Nothing is to be done before this time, by the store's clock. */
  record KeepUntil(Instant at) implements RetentionDecision {
    /** Checks that nothing is missing. */
    public KeepUntil {
      Validator.require("at", at);
    }
  }

  /** Something is to be done, and this keeps it from being done. */
  record Blocked(Blocker by) implements RetentionDecision {
    /** Checks that nothing is missing. */
    public Blocked {
      Validator.require("by", by);
    }
  }

  /** It is to be archived; whether it is disposed of then, the next decision says. */
  record Archive() implements RetentionDecision {}

  /** It is to be disposed of. */
  record Dispose(Disposal how) implements RetentionDecision {
    /** Checks that nothing is missing. */
    public Dispose {
      Validator.require("how", how);
    }
  }

  /** What keeps a session. */
  enum Blocker {
    /** It has not ended, or its status was written by a newer version of the library. */
    LIVE,
    /** Its finalize chain has not finished. */
    UNFINISHED,
    /** A hold in force covers it. */
    HELD
  }

  /**
   * Decides. What is live, unfinished or held is never disposed of. What is kept for longer is
   * anonymized as early as the policy says, and purged when it is past its retention date. A hold
   * does not keep a session from being archived. One whose chain is parked is never archived: what
   * a scrub would have removed must not reach an archive.
   *
   * @param session the session as it stands; until when it is kept was stamped at its end
   * @param policy the policy that decides for it
   * @param held whether a hold in force covers it
   * @param parked whether its chain is parked, with nothing left to run
   * @param now the store's clock
   */
  static RetentionDecision of(
      Session session, RetentionPolicy policy, boolean held, boolean parked, Instant now) {
    Validator.require("session", session);
    Validator.require("policy", policy);
    Validator.require("now", now);
    if (!session.isEnded()) {
      return new Blocked(Blocker.LIVE);
    }
    Instant keptUntil = session.retentionExpiresAt();
    boolean kept = keptUntil == null || now.isBefore(keptUntil);
    boolean early = kept && isReached(policy.anonymizeAt(session), now);
    boolean due = !kept || early;
    if (session.finalizedAt() == null) {
      if (!due || !parkedLongEnough(session, policy, parked, now)) {
        return new Blocked(Blocker.UNFINISHED);
      }
    } else if (isReached(policy.archiveAt(session), due ? Instant.MAX : now)) {
      return new Archive();
    }
    return due
        ? dispose(session, early ? Disposal.ANONYMIZE : policy.disposal(), held)
        : waiting(session, policy);
  }

  private static boolean isReached(Optional<Instant> at, Instant now) {
    return at.isPresent() && !now.isBefore(at.get());
  }

  private static RetentionDecision dispose(Session session, Disposal how, boolean held) {
    if (session.anonymized() && how == Disposal.ANONYMIZE) {
      return new KeepForEver();
    }
    return held ? new Blocked(Blocker.HELD) : new Dispose(how);
  }

  private static RetentionDecision waiting(Session session, RetentionPolicy policy) {
    return Stream.of(
            policy.archiveAt(session),
            policy.anonymizeAt(session),
            Optional.ofNullable(session.retentionExpiresAt()))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder())
        .<RetentionDecision>map(KeepUntil::new)
        .orElseGet(KeepForEver::new);
  }

  private static boolean parkedLongEnough(
      Session session, RetentionPolicy policy, boolean parked, Instant now) {
    Duration parkedFor = Duration.between(session.statusSince(), now);
    return parked
        && policy.purgeParkedAfter().filter(it -> it.compareTo(parkedFor) <= 0).isPresent();
  }
}
