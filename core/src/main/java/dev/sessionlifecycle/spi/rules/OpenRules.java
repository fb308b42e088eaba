package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Decides how a session opens: pure functions over what a store has looked up. */
public final class OpenRules {

  private OpenRules() {}

  /**
   * Decides about an opening. A session that exists under the draft's id or external id comes
   * first, then an early end, then the policy. A store need not look up what comes later once it
   * has found something.
   *
   * @param known the session that has the draft's id or its external id, else null
   * @param early the end that was reported under the draft's external id and has not expired, else
   *     null; one that is older than the draft's start is ignored
   * @param holder the session that holds the draft's active key, else null; looked up only if
   *     {@link #needsActiveKey}
   * @param storeNow the store's clock
   */
  public static OpenDecision decide(
      OpenIntent intent,
      @Nullable Session known,
      @Nullable EarlyEnd early,
      @Nullable Session holder,
      Instant storeNow) {
    if (known != null) {
      return new OpenDecision.Existing(existing(known));
    }
    Session draft = intent.draft();
    if (early != null && !early.isOlderThan(intent)) {
      return new OpenDecision.InsertEnded(
          early.toIntent(SessionKey.of(draft), draft.createdAt(), intent.closeDefaults()));
    }
    if (holder == null || holder.isEnded()) {
      return new OpenDecision.Insert();
    }
    CloseIntent overdue =
        holder.status().isLive() ? intent.overdue().end(holder, storeNow).orElse(null) : null;
    if (overdue != null) {
      return new OpenDecision.Supersede(overdue, intent.storingNoMoreThan(holder));
    }
    CloseIntent displaced = intent.displaced();
    if (displaced != null && holder.status().isLive()) {
      return new OpenDecision.Supersede(
          displaced.forSession(SessionKey.of(holder), draft.id()),
          intent.storingNoMoreThan(holder));
    }
    return new OpenDecision.Existing(
        intent.policy() == OpenPolicy.REUSE
            ? new OpenResult.Reused(holder)
            : new OpenResult.Rejected(holder));
  }

  /**
   * Whether an opening looks for the holder of its active key, and a session that it inserts as
   * live holds that key until it ends.
   */
  public static boolean needsActiveKey(OpenIntent intent) {
    return intent.policy() != OpenPolicy.ALWAYS_NEW;
  }

  /** Returns the result of opening a session that exists already. */
  public static OpenResult existing(Session known) {
    return known.isEnded() ? new OpenResult.AlreadyEnded(known) : new OpenResult.Reused(known);
  }
}
