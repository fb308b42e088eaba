package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.rules.SessionRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Leases on live sessions: a worker that holds one owns the session. Judged by the store's clock.
 * Each acquisition has a token greater than all before it on the session. A lease holds until it
 * lapses or is given up, though the session ends meanwhile; only that its owner ends the session
 * gives it up too.
 *
 * <p>The last token of a session is that of its latest acquisition, whether the lease still runs or
 * not. What an owner writes is fenced by it (see {@link AppendIntent#ownerToken()}, {@link
 * CloseGuard}): one whose session another has taken can write nothing any more.
 */
public interface OwnerStore {

  /**
   * Takes the lease of a live session that has no owner, or whose lease has lapsed. Where it has
   * lapsed, the history gets an entry of the kind TAKEN_OVER, triggered by {@link
   * TriggeredBy#AGENT}. An owner who holds the lease already, such as one whose reply was lost,
   * gets its token again, and the lease runs for the given time from now.
   *
   * @param owner who takes it: random, or derived from something that no other owner is derived
   *     from
   * @param buffering whether the owner holds back messages that are not stored yet, so that the
   *     chain of the session, if another ends it, must wait for this owner
   * @param at the business time of the call
   * @return the token; empty where the session is not live, is missing, or has another owner
   */
  OptionalLong acquire(
      SessionKey session, UUID owner, Duration lease, boolean buffering, Instant at);

  /**
   * Prolongs the lease to now plus the given time. False where the token holds it no more, or the
   * session has ended: a chain that waits for the owner is not put off.
   */
  boolean renew(SessionKey session, long token, Duration lease);

  /**
   * Continues the lease of this token, held or lapsed, if no other owner has taken it since: it
   * runs for the given time from now, and its token stays the same. For a worker to whom a session
   * was handed over (see {@link SweepStore#takeOver}), and for one that let its lease lapse.
   *
   * @param buffering whether the owner holds messages back from now on, as for {@link #acquire}
   * @return false, with nothing changed, where the token is not the last one of the session, the
   *     lease was given up, or the session is missing or not live
   */
  boolean resume(SessionKey session, long token, Duration lease, boolean buffering);

  /**
   * Gives the lease up, held or lapsed; what waited for it is due at once. A session whose lease
   * was given up is no orphan.
   *
   * @return false, with nothing changed, where the token is not the last one of the session, or the
   *     lease was given up before
   */
  boolean release(SessionKey session, long token);

  /**
   * Prolongs the lease as {@link #renew} does, and counts as activity: {@code lastActivityAt}
   * becomes the greater of itself and the store's clock. For an owner who holds messages back, so
   * that a session with a conversation in progress does not look idle.
   *
   * @param overdue which session is not prolonged any more because its time limit has passed,
   *     whether the lease of its last token is held or has lapsed. A store may ask it only where a
   *     sweep is due to look at the session
   */
  TouchReply touch(SessionKey session, long token, Duration lease, OverdueRule overdue);

  /**
   * Writes what the owner has held back to a session that another has ended meanwhile, and gives
   * the lease up, in one transaction: the chain that waited for the owner is due at once, and sees
   * the messages.
   *
   * <p>Messages, counts and times as for {@link SessionStore#append}, but {@code lastActivityAt}
   * stays; a message that is stored already is left as it is, and one under whose id another is
   * stored is kept under an id of its own. What depends on the messages is stamped again: the
   * outcome by the engagement that the session has now, its retention (never shorter than it was),
   * and its end and duration where a message was sent after the end, see {@link
   * SessionRules#flushed}. Status, reason and history stay.
   *
   * @param messages what was held back, all with ids and times; may be empty
   * @param at the business time of the call
   * @param defaultPolicy how long it is kept where neither it nor its organization has a policy
   * @return empty, with nothing changed, where the session is missing or live, or the token holds
   *     the lease no more, or the lease has lapsed, or was not taken as a buffering one: the chain
   *     may then have begun
   */
  Optional<Flushed> flush(
      SessionKey session,
      long token,
      List<Message> messages,
      Instant at,
      RetentionPolicy defaultPolicy);

  /** An ended session before and after what was held back was written. */
  record Flushed(Session before, Session after) {}
}
