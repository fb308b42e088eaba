package dev.sessionlifecycle.spi;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The chain of a session, as it stands.
 *
 * @param session whose chain
 * @param shape the digest of its shape
 * @param state how far it has come
 * @param token the token of the last acquisition
 * @param leased whether somebody holds it, by the store's clock
 * @param dueAt when it is to be claimed next, or its lease lapses; null where nothing is left to
 *     run
 * @param finishedAt when it finished; null while it has not
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
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(state, "state");
  }
}
