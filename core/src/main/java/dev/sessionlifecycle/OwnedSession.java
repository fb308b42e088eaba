package dev.sessionlifecycle;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One session, as the worker that serves it reads and writes it. The worker takes the owner lease
 * of the session and keeps it alive; everything it writes is fenced by the token of that lease, so
 * that a worker whose session another worker has taken over can no longer write.
 *
 * <p>Until {@link #acquire} or {@link #resume} succeeds there is no lease, and writes are not
 * fenced. A lease that has lapsed still permits writes for as long as no other worker has taken the
 * session. Leases are judged by the store's clock.
 *
 * <p>A call that fails transiently is retried at once, three attempts in all; only {@link #release}
 * is not. Thread-safe.
 */
public interface OwnedSession {

  /** Whether the owner keeps messages in memory before it writes them. */
  enum Buffering {
    /** Every message is written when it is said. */
    NONE,
    /**
     * Messages are written with the end of the session. If the session is ended elsewhere, its
     * finalize chain waits for {@link #flush} until the lease lapses.
     */
    UNTIL_END
  }

  /** The organization of the session. */
  UUID organizationId();

  /** The id of the session. */
  UUID sessionId();

  /** The bounds of input. */
  Limits limits();

  /** Returns a new id from the id source of the lifecycle. */
  UUID newId();

  /**
   * Checks a message and fills in a missing id and a missing time, so that it can be buffered and
   * written later. Reads and writes nothing.
   *
   * @throws InvalidInputException if a field is out of bounds
   */
  Message prepare(Message message);

  /**
   * Returns the messages that hold this text, prepared. What cannot be stored as it is loses as
   * little as possible: NUL is left out, a lone surrogate becomes U+FFFD, and a text over the limit
   * of a message becomes several messages. Empty for an empty text.
   *
   * @throws InvalidInputException if another field is out of bounds
   */
  List<Message> prepareParts(Message message);

  /**
   * Checks a request to end the session, so that it can be kept and used later. Reads and writes
   * nothing.
   *
   * @throws InvalidInputException if a field is out of bounds
   */
  void check(EndRequest request);

  /** Returns the session as it is stored now; empty if the organization has no such session. */
  Optional<Session> find();

  /**
   * Takes the lease, or prolongs it where its owner holds it already, under the same token.
   *
   * @param lease how long it lasts unless it is renewed; longer than zero
   * @return the token of the lease, by which another view can {@link #resume} it or {@linkplain
   *     #flush(long, List) flush} under it
   * @throws SessionConflictException {@code session_owned} if another worker holds the lease, or
   *     the session is not live
   * @throws InvalidInputException if the duration is zero or negative
   */
  long acquire(Duration lease, Buffering buffering);

  /**
   * Continues the lease of this token, held or lapsed, such as the one in {@link
   * OrphanPolicy.OrphanedSession}. The token stays the same.
   *
   * @param lease how long it lasts from now unless it is renewed; longer than zero
   * @throws SessionConflictException {@code session_owned} if the lease was given up, another
   *     worker has taken the session since, or the session is not live
   * @throws InvalidInputException if the duration is zero or negative
   */
  void resume(long token, Duration lease, Buffering buffering);

  /**
   * Extends the lease, and continues one that has lapsed if no other worker has taken the session.
   * Without a lease this only reads the session.
   *
   * @return the session if it has ended; empty while it is live
   * @throws SessionConflictException {@code session_owned} if another worker has taken the session
   * @throws SessionNotFoundException if the organization has no such session
   */
  Optional<Session> renew();

  /**
   * Extends the lease as {@link #renew} does, and counts as activity, so that a session whose
   * messages are buffered does not look idle.
   *
   * @return the session if it has ended; empty while it is live
   * @throws SessionConflictException {@code session_owned} if another worker has taken the session
   * @throws SessionNotFoundException if the organization has no such session
   */
  Optional<Session> touch();

  /**
   * Gives the lease up, so that another worker can take the session. Does nothing without a lease.
   * If the store fails, the lease is left to lapse. What this worker writes stays fenced.
   */
  void release();

  /**
   * Appends messages as {@link OrganizationSessions#append} does, but any number of them.
   *
   * @throws SessionConflictException {@code session_owned} if another worker has taken the session;
   *     {@code message_conflict} if a message id is stored with another role or text
   * @throws SessionNotFoundException if the organization has no such session
   * @throws InvalidInputException if a message is out of bounds
   */
  AppendResult append(List<Message> messages);

  /**
   * Appends buffered messages as {@link #append} does, also if the session then holds more than
   * {@link Limits#messagesPerSession} or {@link Limits#bytesPerSession}: a worker that lets the
   * session go loses no message.
   */
  AppendResult appendBuffered(List<Message> buffered);

  /**
   * Closes the session and writes the buffered messages in the same transaction, also if the
   * session then holds more than {@link dev.sessionlifecycle.session.Limits#messagesPerSession}: an
   * end loses no message. The same holds for {@link #flush}.
   *
   * @throws SessionConflictException {@code session_owned} if another worker has taken the session,
   *     or this worker has released it: nothing is written and the session stays live
   * @throws SessionNotFoundException if the organization has no such session
   * @throws InvalidInputException if the request or a message is out of bounds
   * @throws dev.sessionlifecycle.errors.StoreException if the store fails. If the connection broke,
   *     the session may have ended, with what was buffered; the call may be repeated
   */
  CloseResult close(EndRequest request, List<Message> buffered);

  /**
   * Writes the buffered messages to a session that was ended elsewhere. Nothing is written without
   * a lease that was taken with {@link Buffering#UNTIL_END}, or after it has lapsed: the finalize
   * chain may have begun by then.
   *
   * @return how many of the messages are not stored
   * @throws InvalidInputException if a message is out of bounds
   */
  int flush(List<Message> buffered);

  /**
   * As {@link #flush(List)}, under a lease that another view of the session has taken, such as one
   * in another process: the session ended there, and its messages come here. Changes nothing of
   * what this view holds.
   *
   * @param token what {@link #acquire} returned
   */
  int flush(long token, List<Message> buffered);
}
