package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.SessionLifecycleException;
import dev.sessionlifecycle.SessionNotFoundException;
import dev.sessionlifecycle.StoreException;
import dev.sessionlifecycle.internal.Owning;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
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
      throw new SessionConflictException(
          "session_owned",
          "session " + owning.key().sessionId() + " is not live, or another worker has it");
    }
    token.set(taken.getAsLong());
  }

  @Nullable Long token() {
    return token.get();
  }

  boolean isBuffering() {
    return buffering && token.get() != null;
  }

  /**
   * Prolongs the lease; one that has lapsed is taken again.
   *
   * @param active whether somebody spoke
   * @return the session, where it has ended elsewhere
   * @throws SessionConflictException {@code session_owned} where another worker has it
   */
  Optional<Session> keep(boolean active) {
    Long held = token.get();
    if (held != null && time != null && owning.renew(held, time, active)) {
      return Optional.empty();
    }
    Session session =
        owning.find().orElseThrow(() -> new SessionNotFoundException(owning.key().sessionId()));
    if (session.isEnded()) {
      return Optional.of(session);
    }
    take();
    return Optional.empty();
  }

  /** Gives it up, if it is held; what fails is left to lapse. */
  void giveUp() {
    Long held = token.getAndSet(null);
    if (held == null) {
      return;
    }
    try {
      owning.release(held);
    } catch (StoreException e) {
      logged(e);
    }
  }

  private void logged(SessionLifecycleException e) {
    log.warn("the lease of session {} is left to lapse: {}", owning.key().sessionId(), e.code());
  }
}
