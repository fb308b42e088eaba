package dev.sessionlifecycle.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a session ended: the forty-six canonical reasons.
 *
 * <p>Any reported string becomes one of them through {@link #coerce(String)}, which never fails; a
 * reason is stored as its wire value, a plain string of at most 64 characters, and coerced again
 * when it is read. Each reason carries the outcome that it stands for, who initiated the end, and
 * whether another attempt to reach the same party makes sense.
 *
 * <p>Source of the values: Feather API, operation "Close a v2 conversation". Source of the LiveKit
 * numbers: {@code DisconnectReason} in {@code livekit_models.proto}.
 */
public enum TerminationReason {
  /** A machine answered the call. */
  VOICEMAIL_DETECTED(OutcomeCategory.UNREACHED, Initiator.SYSTEM, true),
  /** The silence lasted too long. */
  SILENCE_TIMEOUT(OutcomeCategory.ABANDONED, Initiator.SYSTEM, false),
  /** The session reached its maximum length. */
  MAX_CALL_DURATION(OutcomeCategory.UNRESOLVED, Initiator.SYSTEM, false),
  /** The participant left; whether on purpose is not known. */
  PARTICIPANT_LEFT(OutcomeCategory.UNRESOLVED, Initiator.USER, false),
  /** The media pipeline stopped without giving a reason. */
  PIPELINE_EXIT(OutcomeCategory.UNKNOWN, Initiator.SYSTEM, false),
  /** The user asked to end. */
  USER_REQUESTED(OutcomeCategory.RESOLVED, Initiator.USER, false),
  /** The agent decided that the conversation is over. */
  AGENT_INITIATED(OutcomeCategory.RESOLVED, Initiator.AGENT, false),
  /** Ended as resolved. */
  RESOLVED(OutcomeCategory.RESOLVED, Initiator.AGENT, false),
  /** Ended as not resolved. */
  UNRESOLVED(OutcomeCategory.UNRESOLVED, Initiator.AGENT, false),
  /** The user gave up. */
  ABANDONED(OutcomeCategory.ABANDONED, Initiator.USER, false),
  /** Escalated to someone else. */
  ESCALATED(OutcomeCategory.ESCALATED, Initiator.AGENT, false),
  /** A human took over and finished it. */
  HANDOFF_RESOLVED(OutcomeCategory.RESOLVED, Initiator.OPERATOR, false),
  /** Transferred to another destination. */
  TRANSFERRED(OutcomeCategory.ESCALATED, Initiator.AGENT, false),
  /** An error with no more specific reason. */
  ERROR(OutcomeCategory.FAILED, Initiator.SYSTEM, true),
  /** The fallback: no reason was given, or the reported one matches no other. */
  UNKNOWN(OutcomeCategory.UNKNOWN, Initiator.UNKNOWN, false),
  /** The called party was busy (SIP 486, 600). */
  CALLEE_BUSY(OutcomeCategory.UNREACHED, Initiator.USER, true),
  /** The called party did not answer (SIP 408). */
  CALLEE_NO_ANSWER(OutcomeCategory.UNREACHED, Initiator.USER, true),
  /** The called party was not available (SIP 480). */
  CALLEE_UNAVAILABLE(OutcomeCategory.UNREACHED, Initiator.USER, true),
  /** The called party declined (SIP 603). */
  CALLEE_DECLINED(OutcomeCategory.UNREACHED, Initiator.USER, false),
  /** The number or address does not exist (SIP 404, 604). */
  CALLEE_NOT_FOUND(OutcomeCategory.UNREACHED, Initiator.NETWORK, false),
  /** A SIP failure with no more specific reason. */
  SIP_FAILED(OutcomeCategory.FAILED, Initiator.NETWORK, true),
  /** LiveKit's reason 0, a real wire value; the fallback is {@link #UNKNOWN}. */
  UNKNOWN_REASON(OutcomeCategory.UNKNOWN, Initiator.UNKNOWN, false),
  /** LiveKit 1: the participant's own client disconnected: the user's side. */
  CLIENT_INITIATED(OutcomeCategory.UNRESOLVED, Initiator.USER, false),
  /** LiveKit 2: the same identity joined again. */
  DUPLICATE_IDENTITY(OutcomeCategory.DISPLACED, Initiator.SYSTEM, false),
  /** LiveKit 3: the server, or the worker, went down. */
  SERVER_SHUTDOWN(OutcomeCategory.FAILED, Initiator.SYSTEM, true),
  /** LiveKit 4: removed through the API. */
  PARTICIPANT_REMOVED(OutcomeCategory.UNRESOLVED, Initiator.OPERATOR, false),
  /** LiveKit 5: the room was deleted; the usual way in which code hangs up. */
  ROOM_DELETED(OutcomeCategory.UNRESOLVED, Initiator.OPERATOR, false),
  /** LiveKit 6: the client resumed a session that the server does not know. */
  STATE_MISMATCH(OutcomeCategory.FAILED, Initiator.NETWORK, true),
  /** LiveKit 7: the participant could not join. */
  JOIN_FAILURE(OutcomeCategory.FAILED, Initiator.NETWORK, true),
  /** LiveKit 8: the connection moved to another server. */
  MIGRATION(OutcomeCategory.DISPLACED, Initiator.SYSTEM, false),
  /** LiveKit 9: the signalling connection closed. */
  SIGNAL_CLOSE(OutcomeCategory.FAILED, Initiator.NETWORK, true),
  /** LiveKit 10: all participants had left. */
  ROOM_CLOSED(OutcomeCategory.UNRESOLVED, Initiator.USER, false),
  /** LiveKit 11: the SIP callee did not respond in time. */
  USER_UNAVAILABLE(OutcomeCategory.UNREACHED, Initiator.USER, true),
  /** LiveKit 12: the SIP callee rejected the call: busy or declined. */
  USER_REJECTED(OutcomeCategory.UNREACHED, Initiator.USER, false),
  /** LiveKit 13: the SIP trunk failed. */
  SIP_TRUNK_FAILURE(OutcomeCategory.FAILED, Initiator.NETWORK, true),
  /** LiveKit 14: the connection timed out. */
  CONNECTION_TIMEOUT(OutcomeCategory.FAILED, Initiator.NETWORK, true),
  /** LiveKit 15: the media failed. */
  MEDIA_FAILURE(OutcomeCategory.FAILED, Initiator.NETWORK, true),
  /** LiveKit 16: the agent failed. */
  AGENT_ERROR(OutcomeCategory.FAILED, Initiator.AGENT, true),
  /** No worker took the job. */
  DISPATCH_FAILED(OutcomeCategory.FAILED, Initiator.SYSTEM, true),
  /** The access token could not be made. */
  TOKEN_MINT_FAILED(OutcomeCategory.FAILED, Initiator.SYSTEM, true),
  /** Dialling failed without a specific SIP code. */
  SIP_DIAL_FAILED(OutcomeCategory.FAILED, Initiator.NETWORK, true),
  /** The participant never joined. */
  PARTICIPANT_JOIN_TIMEOUT(OutcomeCategory.UNREACHED, Initiator.USER, true),
  /** The session could not be set up. */
  SETUP_ERROR(OutcomeCategory.FAILED, Initiator.SYSTEM, true),
  /** Routed on out-of-date data; another session owns the contact. */
  STALE_ROUTING(OutcomeCategory.DISPLACED, Initiator.SYSTEM, false),
  /** Another session took its place. */
  SUPERSEDED(OutcomeCategory.DISPLACED, Initiator.SYSTEM, false),
  /** The same job was dispatched twice. */
  DUPLICATE_DISPATCH(OutcomeCategory.DISPLACED, Initiator.SYSTEM, false);

  private static final ReasonIndex INDEX = new ReasonIndex(values());

  private final String wire = name().toLowerCase(Locale.ROOT);
  private final OutcomeCategory category;
  private final Initiator initiator;
  private final boolean retryable;

  TerminationReason(OutcomeCategory category, Initiator initiator, boolean retryable) {
    this.category = category;
    this.initiator = initiator;
    this.retryable = retryable;
  }

  /** The value on the wire and in the store, such as {@code user_requested}. */
  public String wire() {
    return wire;
  }

  /** The outcome that this reason stands for where the user was engaged. */
  public OutcomeCategory category() {
    return category;
  }

  /** Who initiated an end with this reason. */
  public Initiator initiator() {
    return initiator;
  }

  /** Whether trying again to reach the same party makes sense. */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * The outcome of a session that ended for this reason.
   *
   * @param engaged whether the session was ever active and holds at least one message of the user
   * @return {@link #category()}, but {@link OutcomeCategory#ABANDONED} where the user's side ended
   *     an unresolved session in which the user was not engaged
   */
  public OutcomeCategory outcome(boolean engaged) {
    return !engaged && initiator == Initiator.USER && category == OutcomeCategory.UNRESOLVED
        ? OutcomeCategory.ABANDONED
        : category;
  }

  /**
   * Whether a later report may replace this reason with a specific one: true for {@link #UNKNOWN}
   * and {@link #UNKNOWN_REASON} alone.
   */
  public boolean isUnspecific() {
    return this == UNKNOWN || this == UNKNOWN_REASON;
  }

  /**
   * Returns the reason for any string; never throws.
   *
   * <p>Letter case, padding, and the separators between words (underscore, hyphen, white space, or
   * none as in camel case) make no difference: {@code "USER_REJECTED"}, {@code "user-rejected"},
   * {@code " User rejected "} and {@code "userRejected"} are the same reason.
   *
   * @param reported the reason from a caller, a platform or a stored row; may be null
   * @return the reason that it names, else {@link #UNKNOWN}
   */
  public static TerminationReason coerce(@Nullable String reported) {
    return reported == null ? UNKNOWN : INDEX.find(reported);
  }
}
