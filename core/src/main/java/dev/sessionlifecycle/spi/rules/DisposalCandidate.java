package dev.sessionlifecycle.spi.rules;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a session that is to be disposed of, read while no other transaction can change it.
 * Whether it may be disposed of is a pure function of this state, the same for every store.
 *
 * @param status its status
 * @param held whether a hold in force covers it
 * @param finished whether its finalize chain has finished
 * @param parked whether its chain is parked, with nothing left to run
 * @param endedAt when it got its status, by the store's clock
 * @param keptUntil until when it has to be kept; null for ever
 * @param anonymized whether it was anonymized
 * @param archived whether an archive has acknowledged it
 */
public record DisposalCandidate(
    SessionStatus status,
    boolean held,
    boolean finished,
    boolean parked,
    Instant endedAt,
    @Nullable Instant keptUntil,
    boolean anonymized,
    boolean archived) {
  /** Checks that nothing required is missing. */
  public DisposalCandidate {
    Validator.require("status", status);
    Validator.require("ended_at", endedAt);
  }

  /** Why it has to stay; empty where it may go. */
  public Optional<Refusal> refusal(DisposalIntent intent, Instant now) {
    if (!status.isTerminal()) {
      return Optional.of(Refusal.LIVE);
    } else if (held) {
      return Optional.of(Refusal.HELD);
    } else if (!finished && !mayGoParked(intent.parkedAfter(), now)) {
      return Optional.of(Refusal.UNFINISHED);
    } else if (intent.kind() == Receipt.Kind.ERASURE) {
      return Optional.empty();
    } else if (!isDue(intent, now)) {
      return Optional.of(Refusal.NOT_DUE);
    }
    return intent.archivedOnly() && finished && !archived
        ? Optional.of(Refusal.NOT_ARCHIVED)
        : Optional.empty();
  }

  private boolean isDue(DisposalIntent intent, Instant now) {
    if (intent.kind() == Receipt.Kind.ANONYMIZE) {
      Duration early = intent.anonymizeAfter();
      if (anonymized) {
        return false;
      } else if (early != null && Duration.between(endedAt, now).compareTo(early) >= 0) {
        return true;
      }
    }
    return keptUntil != null && !now.isBefore(keptUntil);
  }

  private boolean mayGoParked(@Nullable Duration after, Instant now) {
    return parked && after != null && Duration.between(endedAt, now).compareTo(after) >= 0;
  }
}
