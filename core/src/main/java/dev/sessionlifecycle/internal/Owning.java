package dev.sessionlifecycle.internal;

import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.Message;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.SessionConflictException;
import dev.sessionlifecycle.StoreException;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.CloseGuard;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime asks the store for its session. What failed and may be repeated is tried again at
 * once, a few times: every operation may be repeated safely.
 */
public final class Owning {
  private static final int TRIES = 3;

  private final SessionKey key;
  private final SessionStore store;
  private final Wiring wiring;
  private final Ending ending;
  private final Reading reading;

  /** For one session. */
  public Owning(SessionKey key, SessionStore store, Wiring wiring) {
    this.key = key;
    this.store = store;
    this.wiring = wiring;
    this.ending = new Ending(key.organizationId(), store, wiring);
    this.reading = new Reading(key.organizationId(), store, wiring);
  }

  /** The session and its organization. */
  public SessionKey key() {
    return key;
  }

  /** A new id. */
  public UUID newId() {
    return wiring.ids().get();
  }

  /** Notes what is wrong with the text of a message. */
  public void check(Door door, String field, String text) {
    door.sized(field, text, wiring.limits().messageBytes());
  }

  /** A message of a turn, sent now. */
  public Message message(UUID id, MessageRole role, String text, UUID turnId) {
    return new Message(id, role, text, wiring.now(), turnId);
  }

  /** The session as it stands. */
  public Optional<Session> find() {
    return again(() -> reading.find(key.sessionId()));
  }

  /** Takes the lease. */
  public OptionalLong acquire(UUID owner, Duration lease, boolean buffering) {
    return store.owners().acquire(key, owner, lease, buffering);
  }

  /** Goes on with the lease of this token, held or lapsed, where nobody has taken it since. */
  public boolean resume(long token, Duration lease, boolean buffering) {
    return again(() -> store.owners().resume(key, token, lease, buffering));
  }

  /** Prolongs the lease; as a sign that somebody spoke, where something was said. */
  public boolean renew(long token, Duration lease, boolean active) {
    return again(
        () ->
            active
                ? store.owners().touch(key, token, lease)
                : store.owners().renew(key, token, lease));
  }

  /** Gives the lease up. */
  public void release(long token) {
    store.owners().release(key, token);
  }

  /**
   * Appends messages.
   *
   * @param token the owner's, which must be the last one of the session; null for none
   */
  public AppendReply append(List<Message> messages, @Nullable Long token) {
    return again(() -> store.append(new AppendIntent(key, messages, wiring.now(), token)));
  }

  /** What to tell a worker that acts on a session which is not his. */
  public SessionConflictException notOwner() {
    return new SessionConflictException(
        "session_owned",
        "session " + key.sessionId() + " is not in the hands of this worker, or no longer");
  }

  /**
   * Closes the session with what was held back.
   *
   * @param guard what must hold of the owner lease
   */
  public CloseReply close(EndRequest request, CloseGuard guard, List<Message> buffer) {
    CloseIntent plain =
        EndCompiler.compile(
            EndCompiler.Way.CLOSE, key, request, null, wiring.terms(), wiring.now());
    CloseIntent intent =
        new CloseIntent(
            key,
            plain.target(),
            plain.verdict(),
            plain.verdictIfNeverActive(),
            plain.reportedReason(),
            plain.triggeredBy(),
            plain.at(),
            plain.end(),
            guard,
            buffer,
            null,
            plain.terms());
    CloseReply reply = again(() -> store.close(intent));
    if (reply instanceof CloseReply.Closed closed) {
      ending.announce(closed.session());
    }
    return reply;
  }

  /** Writes what was held back to the session that has ended elsewhere; false where it is late. */
  public boolean flush(long token, List<Message> buffer) {
    return again(() -> store.owners().flush(key, token, buffer, wiring.now()));
  }

  /** How many of the messages are not stored. */
  public int missing(List<Message> messages) {
    if (messages.isEmpty()) {
      return 0;
    }
    Set<UUID> wanted = new HashSet<>();
    messages.forEach(it -> wanted.add(Objects.requireNonNull(it.id())));
    again(() -> reading.allMessages(key.sessionId())).stream()
        .map(StoredMessage::id)
        .forEach(wanted::remove);
    return wanted.size();
  }

  private static <T> T again(Supplier<T> call) {
    for (int left = TRIES - 1; ; left--) {
      try {
        return call.get();
      } catch (StoreException e) {
        if (left == 0 || !e.isTransient()) {
          throw e;
        }
      }
    }
  }
}
