package dev.sessionlifecycle;

import dev.sessionlifecycle.errors.AccessDeniedException;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SchemaOutdatedException;
import dev.sessionlifecycle.errors.SessionConflictException;
import dev.sessionlifecycle.errors.SessionNotFoundException;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.housekeeping.Expiry;
import dev.sessionlifecycle.model.IllegalTransitionException;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.CloseResult;
import dev.sessionlifecycle.session.DispositionResult;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenPolicy;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Page;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.SessionUpdate;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.session.TransitionResult;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.session.UpdateResult;
import dev.sessionlifecycle.session.UsageResult;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one organization. Nothing of another organization can be reached through it: a
 * session of another organization is treated exactly like one that does not exist.
 *
 * <p>Every method may throw {@link StoreException}; {@link InvalidInputException} reports every
 * invalid value at once; in both cases nothing has been changed. A method that takes a session id
 * throws {@link SessionNotFoundException} if the organization has no such session. A read-only view
 * throws {@link AccessDeniedException} from every method that writes. Thread-safe.
 *
 * <p>Not meant to be implemented by users: methods may be added.
 */
public interface OrganizationSessions {

  /** The organization. */
  UUID organizationId();

  /** Whether this view may write; where it may not, everything that writes is denied. */
  boolean isWritable();

  /**
   * Opens a session, by the policy of the request.
   *
   * <p>A session with the id or the external id of the request is returned whatever the policy is,
   * so that a start may be reported twice. It must be the one described: of the same end user,
   * channel and type, with the external id and the id that are given. Beyond that the request
   * changes nothing about a session that is there: its status, subject, metadata and all else stay.
   *
   * @return a new session, or the one that is there; see {@link OpenResult}
   * @throws InvalidInputException for a channel that is blank or over 32 code points, a status that
   *     a session cannot begin with, a subject over 500 code points, an external id whose parts are
   *     not 1 to 255 code points, metadata or context variables over 64 KiB encoded or 16 levels, a
   *     time before the year 1 or after 9999, text with NUL or a lone surrogate, a retention policy
   *     that the organization has not defined
   * @throws SessionConflictException {@code session_id_taken} for the id of a session of another
   *     end user, channel or type, and {@code external_id_taken} likewise for an external id, or
   *     where another id was given; {@code external_id_conflict} where the session with the given
   *     id, or the live one by {@link OpenPolicy#REUSE}, has not the external id that is given.
   *     Also {@code session_id_taken} for an id that another organization has taken, on a store
   *     that keeps ids unique beyond the organization; those of the library open the session
   */
  OpenResult open(SessionRequest request);

  /**
   * Appends messages, all or none, in this order. A session whose time limit has passed takes none:
   * it is ended, as housekeeping would end it.
   *
   * @return the stored messages, or that the session has ended
   * @throws InvalidInputException for none or more than 1,000 messages, a text over 64 KiB of
   *     UTF-8, an id given twice, a time before the year 1 or after 9999, NUL or a lone surrogate
   * @throws SessionConflictException {@code message_conflict} where a message of that id is stored
   *     with another role or text; {@code session_full} where the session would hold more than
   *     100,000 messages or 128 MiB of text ({@link dev.sessionlifecycle.session.Limits})
   */
  AppendResult append(UUID sessionId, List<Message> messages);

  /** Appends messages, see {@link #append(UUID, List)}. */
  default AppendResult append(UUID sessionId, Message... messages) {
    return append(sessionId, Arrays.asList(Validator.require("messages", messages)));
  }

  /**
   * Moves a session to another live status; {@link #transition(UUID, SessionStatus, String)} with
   * {@link TriggeredBy#API}.
   */
  default TransitionResult transition(UUID sessionId, SessionStatus to) {
    return transition(sessionId, to, TriggeredBy.API);
  }

  /**
   * Moves a session to another live status, see {@link #transition(UUID, SessionStatus, String,
   * String)}.
   */
  default TransitionResult transition(UUID sessionId, SessionStatus to, String triggeredBy) {
    return transition(sessionId, to, triggeredBy, null);
  }

  /**
   * Moves a session to another live status. Being there already counts as activity and changes
   * nothing else.
   *
   * @param reported why it moves, such as {@code busy} for a transfer that failed: any string,
   *     which is coerced to a reason that the history keeps with the move; null or blank for none
   * @throws IllegalTransitionException where the session's status does not lead there
   * @throws InvalidInputException for a terminal status (end the session instead) or one that is
   *     unrecognized
   * @throws SessionConflictException {@code status_unrecognized} for a session whose status was
   *     written by a newer version
   */
  TransitionResult transition(
      UUID sessionId, SessionStatus to, String triggeredBy, @Nullable String reported);

  /**
   * Updates what describes a session: all of the update or nothing. Where anything but the
   * recording flag changes, the version grows by one; where nothing does, the session stays as it
   * is. An ended session takes the recording flag and the retention policy alone: free text would
   * bypass the scrub.
   *
   * @param expectedVersion the version on which the update is based, see {@link Session#version()}
   * @return the updated session, or that it has ended and does not take this update
   * @throws InvalidInputException for a subject over 500 code points, metadata or context variables
   *     over 64 KiB encoded or 16 levels, text with NUL or a lone surrogate, a retention policy
   *     that the organization has not defined, a version below 1
   * @throws SessionConflictException {@code version_conflict} where the session has another
   *     version; {@code status_unrecognized} for a session whose status was written by a newer
   *     version
   */
  UpdateResult update(UUID sessionId, long expectedVersion, SessionUpdate update);

  /**
   * Records that there is a recording of a session, live or ended. Needs no version and leaves the
   * version as it is, since concurrent changes of this flag lose nothing.
   */
  UpdateResult markRecorded(UUID sessionId);

  /**
   * Keeps a live session from looking idle: for a call whose words the library does not see, or
   * sees later. So does every message, move and update.
   *
   * @return the session; {@link UpdateResult.AlreadyEnded} where it has ended
   */
  UpdateResult touch(UUID sessionId);

  /** Records that there is no recording of a session, as {@link #markRecorded} does. */
  UpdateResult markNotRecorded(UUID sessionId);

  /**
   * Records the disposition of an ended session; {@link #disposition(UUID, String, String, String)}
   * with {@link TriggeredBy#API}.
   */
  default DispositionResult disposition(UUID sessionId, String code, @Nullable String note) {
    return disposition(sessionId, code, note, TriggeredBy.API);
  }

  /**
   * Records how an ended session was dealt with: after-call work. Once, and no later than {@link
   * SessionLifecycleBuilder#afterCallWork} after the end; repeating a call is no error. It is no
   * activity, writes no history entry and leaves {@code version} and {@code updatedAt} as they are.
   *
   * <p>The note is scrubbed before it is stored, by {@link SessionLifecycleBuilder#inputScrubber};
   * without a scrubber it is stored as given. A purge and an anonymization take the disposition
   * along.
   *
   * @param code a label of 1 to 64 letters, digits, {@code _}, {@code -}, {@code .} or {@code :}
   * @param note free text, null or blank for none
   * @param by who or what records it
   * @return the session with the disposition, or why it was not recorded
   * @throws InvalidInputException for a code that is no label or holds personal data, a note over
   *     1,000 code points, {@code by} that is blank or over 64
   * @throws SessionConflictException {@code status_unrecognized} for a session whose status was
   *     written by a newer version
   * @throws SchemaOutdatedException on a schema of version 1
   */
  DispositionResult disposition(UUID sessionId, String code, @Nullable String note, String by);

  /** The most names that the usage of a session may have: 50. */
  int MOST_USAGE_NAMES = 50;

  /** The most reports of usage with a key that a session remembers: 1,000. */
  int MOST_USAGE_REPORTS = 1_000;

  /**
   * Adds to the usage of a session, see {@link #addUsage(UUID, String, Map)}, without a key: each
   * call counts.
   */
  default UsageResult addUsage(UUID sessionId, Map<String, BigDecimal> amounts) {
    return addUsage(sessionId, null, amounts);
  }

  /**
   * Adds to what a session has used, such as tokens, seconds or costs: sums by name, exact
   * decimals, whichever calls come at once. A live session takes it at any time, an ended one as
   * long as it takes a disposition. It is no activity, and leaves {@code version} and {@code
   * updatedAt} as they are. An anonymization keeps the sums and forgets the keys.
   *
   * @param report what tells this report from others, such as the id of a webhook, so that one that
   *     comes twice counts once; 1 to 255 code points, of which only a hash is stored; null for a
   *     report that does not come twice
   * @param amounts 1 to 50 amounts by name: at least 0, below 10^15, with at most 12 decimals; a
   *     name is a label as for {@link #disposition(UUID, String, String, String)}
   * @return the session with its usage, or why nothing was added
   * @throws InvalidInputException for names or amounts out of bounds
   * @throws SessionConflictException {@code usage_full} where the session would have more than 50
   *     names or 1,000 keys; {@code status_unrecognized} for a session whose status was written by
   *     a newer version
   * @throws SchemaOutdatedException on a schema of version 1
   */
  UsageResult addUsage(UUID sessionId, @Nullable String report, Map<String, BigDecimal> amounts);

  /** Many sessions in one call. */
  BulkSessions bulk();

  /** The eval runs of these sessions. */
  SessionEvals evals();

  /** Closes a session with the reason {@code unknown}, see {@link #close(UUID, EndRequest)}. */
  default CloseResult close(UUID sessionId) {
    return close(sessionId, EndRequest.unspecified());
  }

  /**
   * Closes a session for a reason as it was reported, see {@link #close(UUID, EndRequest)}.
   *
   * @param reported any string; null or blank for none
   */
  default CloseResult close(UUID sessionId, @Nullable String reported) {
    return close(sessionId, EndRequest.reported(reported));
  }

  /**
   * Closes a session: it becomes {@code closed}, whatever the reason. The first call wins; every
   * other call gets its record and changes nothing. The status, the close-out and the finalize
   * chain are written in one transaction.
   *
   * @throws InvalidInputException for {@code triggeredBy} or {@code endedAt} out of bounds; never
   *     for a reason
   */
  CloseResult close(UUID sessionId, EndRequest request);

  /**
   * Ends a session as failed: it becomes {@code error}. As {@link #close(UUID, EndRequest)}, with
   * the reason {@code error} where none is given.
   */
  CloseResult fail(UUID sessionId, EndRequest request);

  /**
   * Ends a session as expired: it becomes {@code expired}, and ended with its last activity unless
   * the request says otherwise. As {@link #close(UUID, EndRequest)}; where no reason is given it is
   * the one of {@link dev.sessionlifecycle.housekeeping.TimeLimits#reason}, which says what
   * happened as the reason of a time limit does: {@code transferred} for a transferred session, for
   * instance, and {@code silence_timeout} for an active one within its limits.
   */
  CloseResult expire(UUID sessionId, EndRequest request);

  /**
   * Ends a session because another one takes its place: it becomes {@code superseded}. As {@link
   * #close(UUID, EndRequest)}, with the reason {@code superseded} where none is given.
   *
   * @param successorId the other session, if known
   */
  CloseResult supersede(UUID sessionId, @Nullable UUID successorId, EndRequest request);

  /**
   * Closes the session that has this external id, as {@link #close(UUID, EndRequest)} does.
   *
   * @return empty where no session has the id yet: the end is kept for 24 hours and applied when
   *     the session opens, see {@link OpenResult.AlreadyEnded}; not if the request says that it
   *     ended before the session started, or more than five minutes before it opened where no start
   *     is reported. Of several such ends the first counts, with the first specific reason
   */
  Optional<CloseResult> close(ExternalRef ref, EndRequest request);

  /**
   * Replaces an unspecific termination reason ({@code unknown}, {@code unknown_reason}) of an ended
   * session by a specific one, with an entry in the history. The outcome follows, and the session
   * is kept at least as long as its policy keeps sessions of that outcome; status and chain stay.
   *
   * @return the session; unchanged where its reason is specific already
   * @throws InvalidInputException where the request names, or its report coerces to, no specific
   *     reason
   * @throws SessionConflictException {@code session_live} where the session has not ended
   */
  Session enrich(UUID sessionId, EndRequest request);

  /**
   * Replaces any termination reason of an ended session by a specific one, once: for a later report
   * that knows better, such as a voicemail that was found after the call. As {@link #enrich}, with
   * an entry of the kind CORRECTED in the history; what was reported first stays in the history as
   * the reason of the end.
   *
   * @return the session; unchanged where it has this reason, or was corrected before
   * @throws InvalidInputException where the request names, or its report coerces to, no specific
   *     reason
   * @throws SessionConflictException {@code session_live} where the session has not ended
   */
  Session correct(UUID sessionId, EndRequest request);

  /** The session, if the organization has it. */
  Optional<Session> find(UUID sessionId);

  /** The session with this external id, live or ended, if the organization has one. */
  Optional<Session> find(ExternalRef ref);

  /** The session. */
  default Session get(UUID sessionId) {
    return find(sessionId).orElseThrow(() -> new SessionNotFoundException(sessionId));
  }

  /**
   * Returns which time limit ends the session next, when, with which status and for which reason;
   * or why none does. {@link Session#ttlExpiresAt()} is the same time.
   */
  Expiry explain(UUID sessionId);

  /**
   * The first page of a listing, of 50 or of as many as a page may have at most, see {@link
   * #list(SessionFilter, String, int)}.
   */
  default Page<Session> list(SessionFilter filter) {
    return list(filter, null, 50);
  }

  /**
   * Lists sessions, newest first. Pages are stable while sessions are opened: none of the sessions
   * that existed at the first page is repeated or skipped.
   *
   * @param cursor where to go on, from the page before; null for the first page
   * @param limit the most sessions to return: 1 to 500; a page also ends when it has about 4 MiB of
   *     text
   * @throws InvalidInputException for a limit out of bounds, or a cursor that is not one of this
   *     organization's
   */
  Page<Session> list(SessionFilter filter, @Nullable String cursor, int limit);

  /**
   * Counts sessions by status, outcome and reason. Every session that an index does not leave out
   * is looked at, see {@link SessionFilter}; those that change meanwhile are counted as before or
   * after.
   *
   * @throws InvalidInputException for a filter out of bounds
   */
  SessionCounts count(SessionFilter filter);

  /**
   * Counts sessions by the time of their creation, in spans of equal length, with the median and
   * the 95th percentile of the durations of those that have ended. Every session of the
   * organization that was created in the time, and that an index does not leave out, is looked at.
   * Two statements on a database.
   *
   * @param from the beginning of the first span, inclusive
   * @param to the end of the last span, exclusive; that span may be shorter than the others
   * @param bucket the length of a span: from 1 s, and so that there are at most 1,000
   * @return every span, oldest first, also those without sessions
   * @throws InvalidInputException for a filter, a time or a length out of bounds
   */
  List<SessionBucket> series(SessionFilter filter, Instant from, Instant to, Duration bucket);

  /**
   * Returns messages of a session in order of sequence, which is the order in which they were
   * stored: a message that is reported or written late comes last. {@link StoredMessage#BY_TIME}
   * sorts them by the time at which they were sent.
   *
   * @param afterSequence the last one of the page before; 0 for the first page
   * @param limit the most messages to return: 1 to 500; a page also ends when it has about 4 MiB of
   *     text, so only an empty one is certainly the last
   */
  List<StoredMessage> messages(UUID sessionId, int afterSequence, int limit);

  /**
   * Every message of a session by sequence; reads page by page. For sessions that fit in memory
   * ({@link dev.sessionlifecycle.session.Limits#bytesPerSession}).
   */
  List<StoredMessage> messages(UUID sessionId);

  /**
   * Returns history entries of a session in order of sequence.
   *
   * @param afterSequence the last entry of the page before; 0 for the first page
   * @param limit the most entries to return: 1 to 500
   */
  List<HistoryEntry> history(UUID sessionId, int afterSequence, int limit);

  /**
   * Writes a session with its messages, history and eval runs as a line of JSON, the same that
   * {@link dev.sessionlifecycle.retention.OrganizationRetention#export} writes and a {@link
   * dev.sessionlifecycle.archive.FileSessionArchive} keeps. Reads page by page, and holds no
   * connection while it writes. Nothing is locked: what changes meanwhile is written as before or
   * after.
   *
   * @param sink takes UTF-8; flushed at the end, never closed
   * @throws IOException exactly as the sink threw it, and so are its unchecked exceptions; what was
   *     written up to then is incomplete, as it is after a {@link StoreException}
   */
  void export(UUID sessionId, OutputStream sink) throws IOException;

  /**
   * The whole history of a session by sequence; reads page by page. It has an entry for each move,
   * of which a live session may have any number: the form with a limit is for those.
   */
  List<HistoryEntry> history(UUID sessionId);
}
