package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The holder's update of a chain: the next state, and everything that belongs to it. Checked by the
 * engine: effects keep the limits, and the state follows from the one claimed.
 *
 * @param ref the lease; the settlement counts only while its token is the row's
 * @param base the state that this one follows; the settlement counts only while it is the row's, so
 *     that one whose reply was lost may be sent again while the first is still in progress: one of
 *     them counts, and a late one never undoes what came after it. Null for any state
 * @param state the state of the chain from now on; where it is finished, the chain and its session
 *     are stamped as finished by the store's clock
 * @param next what becomes of the lease
 * @param attempts the attempts made since the last settlement
 * @param effects what is to be changed in the session, step by step, in order
 */
public record Settlement(
    LeaseRef ref,
    @Nullable ChainState base,
    ChainState state,
    Next next,
    List<AttemptRecord> attempts,
    List<Effects> effects) {

  /** What becomes of the lease. */
  public sealed interface Next {}

  /**
   * The holder goes on with the same token; the lease is prolonged to now plus this time, and the
   * claims since the last settlement begin again with 1.
   */
  public record KeepLease(Duration lease) implements Next {
    /** Checks that nothing is missing. */
    public KeepLease {
      Validator.require("lease", lease);
    }
  }

  /**
   * The lease is given up.
   *
   * @param dueIn when the chain is due again, as store-now plus this time; null where nothing is
   *     left to run: it is finished, or parked until it is replayed or skipped
   */
  public record ReleaseLease(@Nullable Duration dueIn) implements Next {}

  /** A settlement that follows any state. */
  public Settlement(
      LeaseRef ref,
      ChainState state,
      Next next,
      List<AttemptRecord> attempts,
      List<Effects> effects) {
    this(ref, null, state, next, attempts, effects);
  }

  /** Copies the lists and checks that nothing is missing. */
  public Settlement {
    Validator.require("ref", ref);
    Validator.require("state", state);
    Validator.require("next", next);
    attempts = List.copyOf(attempts);
    effects = List.copyOf(effects);
  }
}
