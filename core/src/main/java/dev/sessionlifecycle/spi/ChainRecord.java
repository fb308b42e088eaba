package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The finalize chain of a session.
 *
 * @param session whose chain
 * @param shape the digest of its shape
 * @param state how far it has come
 * @param token the token of the last acquisition
 * @param leased whether it is leased, by the store's clock
 * @param dueAt when it is to be claimed next, or its lease lapses; null if nothing is left to run
 * @param finishedAt when it finished; null if it has not
 */
public record ChainRecord(
    SessionKey session,
    String shape,
    ChainState state,
    long token,
    boolean leased,
    @Nullable Instant dueAt,
    @Nullable Instant finishedAt) {
  /** Checks that nothing required is missing. */
  public ChainRecord {
    Validator.require("session", session);
    Validator.require("shape", shape);
    Validator.require("state", state);
  }

  /** Whether the chain has a parked step and nothing left to run. */
  public boolean isParked() {
    return dueAt == null && state.parkedSteps() > 0;
  }
}
