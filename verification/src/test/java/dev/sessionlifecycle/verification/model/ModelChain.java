package dev.sessionlifecycle.verification.model;

import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.ChainDefinition;
import dev.sessionlifecycle.spi.ChainRecord;
import dev.sessionlifecycle.spi.ChainState;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The chain of one session. */
final class ModelChain {
  final ChainDefinition shape;
  final List<AttemptRecord> attempts = new ArrayList<>();
  ChainState state;
  long token;
  int claims;
  int enrichments;
  boolean held;
  boolean waits;
  @Nullable Instant due;
  @Nullable Instant finishedAt;
  @Nullable String traceParent;

  ModelChain(ChainDefinition shape, Instant due, Instant now) {
    this.shape = shape;
    this.state = ChainState.initial(shape);
    this.due = shape.isEmpty() ? null : due;
    this.finishedAt = shape.isFinishedAtOnce() ? now : null;
    this.waits = !shape.isEmpty() && due.isAfter(now);
  }

  /** Whether a step is left to run, or a delivery that an enrichment has called for again. */
  boolean isOpen() {
    return due != null || !state.isComplete();
  }

  boolean isDue(Instant now) {
    return due != null && !due.isAfter(now);
  }

  boolean isLeased(Instant now) {
    return held && due != null && due.isAfter(now);
  }

  boolean isHeldBy(long itsToken) {
    return held && token == itsToken;
  }

  ChainRecord read(SessionKey key, Instant now) {
    return new ChainRecord(key, shape.digest(), state, token, isLeased(now), due, finishedAt);
  }

  void lease(Instant until) {
    token++;
    claims++;
    waits = false;
    held = true;
    due = until;
  }

  boolean isAt(@Nullable ChainState base) {
    return base == null || base.equals(state);
  }

  void settle(Settlement settlement, Instant now) {
    attempts.addAll(settlement.attempts());
    if (settlement.next() instanceof Settlement.KeepLease hold) {
      claims = 1;
      due = now.plus(hold.lease());
    } else if (settlement.next() instanceof Settlement.ReleaseLease giveUp) {
      Duration in = giveUp.dueIn();
      claims = 0;
      held = false;
      due = in == null ? null : now.plus(in);
    }
    become(settlement.state(), now);
    dueIfEnriched(now);
  }

  void giveBack(Instant now) {
    claims--;
    held = false;
    due = now;
  }

  void revise(ChainState next, @Nullable Duration dueIn, List<AttemptRecord> records, Instant now) {
    attempts.addAll(records);
    claims = 0;
    held = false;
    waits = false;
    due = dueIn == null ? null : now.plus(dueIn);
    become(next, now);
    dueIfEnriched(now);
  }

  void enrich(Instant now) {
    boolean waitsForEnrichments =
        shape.steps().stream().anyMatch(it -> it.kind() == ChainDefinition.Kind.ON_ENRICHMENT);
    if (waitsForEnrichments) {
      enrichments++;
      boolean isLater = due != null && due.isAfter(now) && !held && !waits;
      due = due == null || isLater ? now : due;
    }
  }

  private void dueIfEnriched(Instant now) {
    due = !held && state.enrichments() < enrichments ? now : due;
  }

  private void become(ChainState next, Instant now) {
    state = next;
    if (next.isComplete()) {
      held = false;
      due = null;
    }
    if (next.isFinished() && finishedAt == null) {
      finishedAt = now;
    }
  }
}
