package dev.sessionlifecycle.spi;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Message;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * To append messages to a live session.
 *
 * @param session the session
 * @param messages the messages, each with an id and a time, no id twice
 * @param at the business time of the call
 * @param ownerToken the token that must be the last one of the session's owner lease (see {@link
 *     OwnerStore}), so that nothing comes late of an owner whose session another has taken; null
 *     where an owner does not matter, as for messages that a platform reports
 * @param overdue which session takes no message any more because its time limit has passed. A store
 *     may ask it only where a sweep is due to look at the session
 * @param bounds how much the session may hold with these messages
 * @param scrubbed whether the texts hold no personal data any more
 * @param hasNewIds whether the ids were made for this call. A store need not look first whether
 *     messages with them are stored; but where one is, it still stores none twice
 */
public record AppendIntent(
    SessionKey session,
    List<Message> messages,
    Instant at,
    @Nullable Long ownerToken,
    OverdueRule overdue,
    SessionBounds bounds,
    boolean scrubbed,
    boolean hasNewIds) {
  /** Copies the list and checks that nothing is missing. */
  public AppendIntent {
    Validator.require("session", session);
    Validator.require("at", at);
    Validator.require("overdue", overdue);
    Validator.require("bounds", bounds);
    messages = List.copyOf(messages);
  }

  /**
   * Appends messages to a session that has no time limit, regardless of who owns it and of how much
   * it holds.
   */
  public AppendIntent(SessionKey session, List<Message> messages, Instant at) {
    this(session, messages, at, null);
  }

  /** Appends messages to a session that has no time limit, regardless of how much it holds. */
  public AppendIntent(
      SessionKey session, List<Message> messages, Instant at, @Nullable Long ownerToken) {
    this(session, messages, at, ownerToken, OverdueRule.none(), SessionBounds.NONE);
  }

  /** Appends messages as they were given. */
  public AppendIntent(
      SessionKey session,
      List<Message> messages,
      Instant at,
      @Nullable Long ownerToken,
      OverdueRule overdue,
      SessionBounds bounds) {
    this(session, messages, at, ownerToken, overdue, bounds, false, false);
  }

  /** Returns a copy with these messages, whose texts hold no personal data. */
  public AppendIntent scrubbed(List<Message> without) {
    return new AppendIntent(session, without, at, ownerToken, overdue, bounds, true, hasNewIds);
  }

  /** Returns a copy with these bounds. */
  public AppendIntent within(SessionBounds most) {
    return new AppendIntent(session, messages, at, ownerToken, overdue, most, scrubbed, hasNewIds);
  }

  /** Returns a copy of the owner with this token. */
  public AppendIntent ownedBy(long token) {
    return new AppendIntent(session, messages, at, token, overdue, bounds, scrubbed, hasNewIds);
  }

  /** Returns a copy whose ids were made for this call. */
  public AppendIntent withNewIds() {
    return new AppendIntent(session, messages, at, ownerToken, overdue, bounds, scrubbed, true);
  }

  /** Whether it may be appended where this is the last token of the session. */
  public boolean isAllowedBy(long lastToken) {
    return ownerToken == null || ownerToken == lastToken;
  }
}
