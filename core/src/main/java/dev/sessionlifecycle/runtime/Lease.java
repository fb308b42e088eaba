package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionLifecycleException;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.StoreException;
import dev.sessionlifecycle.internal.Owning;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owner lease of the session, where the runtime takes one. Thread-safe. */
final class Lease {
  private static final Logger log = LoggerFactory.getLogger(Lease.class);

  private final Owning owning;
  private final @Nullable Duration time;
  private final boolean buffering;
  private final UUID owner;
  private final AtomicReference<@Nullable Long> token = new AtomicReference<>();
  private final AtomicBoolean held = new AtomicBoolean();

  /**
   * Makes it; nothing is taken yet.
   *
   * @param time how long it lasts; null where the runtime takes none
   */
  Lease(Owning owning, @Nullable Duration time, boolean buffering) {
    this.owning = owning;
    this.time = time;
    this.buffering = buffering;
    this.owner = owning.newId();
  }

  /** Takes it, where the runtime takes one. */
  void take() {
    if (time == null) {
      return;
    }
    OptionalLong taken = owning.acquire(owner, time, buffering);
    if (taken.isEmpty()) {
      throw owning.notOwner();
    }
    token.set(taken.getAsLong());
    held.set(true);
  }

  /** Goes on with the lease of this token, which was taken for this runtime. */
  void goOnWith(long given) {
    if (time == null || !owning.resume(given, time, buffering)) {
      throw owning.notOwner();
    }
    token.set(given);
    held.set(true);
  }

  /**
   * The token of the lease, also when it has lapsed or was given up: what this runtime writes is
   * fenced by it. Null where the runtime takes none.
   */
  @Nullable Long token() {
    return token.get();
  }

  boolean isBuffering() {
    return buffering && held.get();
  }

  /**
   * Prolongs the lease; one that has lapsed goes on where nobody has taken it since.
   *
   * @param active whether somebody spoke
   * @return the session, where it has ended elsewhere
   * @throws dev.sessionlifecycle.SessionConflictException {@code session_owned} where another
   *     worker has taken it
   */
  Optional<Session> keep(boolean active) {
    Long its = token.get();
    if (its != null && time != null && owning.renew(its, time, active)) {
      return Optional.empty();
    }
    Session session =
        owning.find().orElseThrow(() -> new SessionNotFoundException(owning.key().sessionId()));
    if (session.isEnded()) {
      return Optional.of(session);
    }
    if (its != null && time != null && !owning.resume(its, time, buffering)) {
      throw owning.notOwner();
    }
    return Optional.empty();
  }

  /** Gives it up, if it is held; what fails is left to lapse. */
  void giveUp() {
    Long its = token.get();
    if (its == null || !held.getAndSet(false)) {
      return;
    }
    try {
      owning.release(its);
    } catch (StoreException e) {
      logged(e);
    }
  }

  private void logged(SessionLifecycleException e) {
    log.warn("the lease of session {} is left to lapse: {}", owning.key().sessionId(), e.code());
  }
}
