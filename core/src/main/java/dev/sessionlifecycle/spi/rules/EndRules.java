package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.LimitKind;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EndReason;
import dev.sessionlifecycle.spi.EndTime;
import dev.sessionlifecycle.spi.SessionBuilder;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an end writes on a row: a pure function. A store that says it in a statement of its own says
 * the same; the conformance suites compare the two.
 */
public final class EndRules {

  private EndRules() {}

  /** Whether a guard holds for a live session none of whose leases has lapsed. */
  public static boolean isMet(
      CloseGuard guard, Session row, Instant storeNow, @Nullable Long ownerToken) {
    return isMet(guard, row, storeNow, ownerToken, null);
  }

  /**
   * Whether a guard holds for a live session. A limit has passed from the very microsecond on that
   * it names.
   *
   * @param row the session as it stands, before the buffer is written
   * @param guard what must hold
   * @param storeNow the store's clock
   * @param ownerToken the token of its owner lease where one is held and has not lapsed, else null
   * @param lapsedToken the token of its owner lease where one has lapsed that was neither given up
   *     nor taken over, else null
   */
  public static boolean isMet(
      CloseGuard guard,
      Session row,
      Instant storeNow,
      @Nullable Long ownerToken,
      @Nullable Long lapsedToken) {
    if (guard instanceof CloseGuard.InStatus in) {
      return row.status() == in.status();
    } else if (guard instanceof CloseGuard.Due due) {
      return row.status() == due.status()
          && Duration.between(countedFrom(row, due.limit()), storeNow).compareTo(due.after()) >= 0;
    } else if (guard instanceof CloseGuard.Owned owned) {
      return ownerToken != null && ownerToken == owned.token();
    } else if (guard instanceof CloseGuard.Lapsed lapsed) {
      return lapsedToken != null && lapsedToken == lapsed.token();
    }
    return true;
  }

  /** From when on a limit of the session's status is counted. */
  private static Instant countedFrom(Session row, LimitKind limit) {
    if (limit == LimitKind.IDLE) {
      return row.lastActivityAt();
    }
    Instant activatedAt = row.activatedAt();
    return row.status() == SessionStatus.ACTIVE && activatedAt != null
        ? activatedAt
        : row.statusSince();
  }

  /**
   * The session as it has ended.
   *
   * @param row the live session, with the buffer's messages counted in
   * @param intent how it ends; its guard has been judged
   * @param policy the one that decides how long it is kept: the session's own, else the default of
   *     its organization, else the intent's fallback
   * @param storeNow the store's clock
   */
  public static Session stamp(
      Session row, CloseIntent intent, RetentionPolicy policy, Instant storeNow) {
    Instant recorded = Instants.max(intent.at(), Instants.max(row.updatedAt(), row.createdAt()));
    Instant closedAt = Instants.max(row.lastMessageAt(), recorded);
    Instant endedAt = endedAt(row, intent.end(), closedAt);
    EndReason verdict = intent.endReason(row.activatedAt() != null);
    OutcomeCategory outcome = verdict.outcome(row.isEngaged());
    return SessionBuilder.of(row)
        .status(intent.target())
        .statusSince(Instants.max(row.statusSince(), storeNow))
        .updatedAt(closedAt)
        .closedAt(closedAt)
        .endedAt(endedAt)
        .durationMs(Duration.between(row.startedAt(), endedAt).toMillis())
        .reason(verdict.reason())
        .reportedReason(StoringRules.reported(row.storing(), intent.reportedReason()))
        .outcome(outcome)
        .triggeredBy(StoringRules.triggeredBy(row.storing(), intent.triggeredBy()))
        .supersededById(intent.successorId())
        .ttlExpiresAt(null)
        .retentionExpiresAt(
            policy.keep(outcome, row.channel(), row.sessionType()).map(storeNow::plus).orElse(null))
        .finalizedAt(
            intent.defaults().chains().definitionFor(row.sessionType()).isFinishedAtOnce()
                ? storeNow
                : null)
        .build();
  }

  private static Instant endedAt(Session row, EndTime end, Instant closedAt) {
    Instant ended = closedAt;
    if (end instanceof EndTime.Reported reported) {
      ended = reported.at();
    } else if (end instanceof EndTime.LastActivity) {
      ended = row.lastActivityAt();
    }
    return Instants.max(
        row.lastMessageAt(),
        Instants.max(row.startedAt(), ended.isAfter(closedAt) ? closedAt : ended));
  }
}
