package dev.sessionlifecycle.session;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.MessageRole;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to be appended.
 *
 * <p>The caller chooses a stable id: appending a message again with the same id returns the stored
 * one and changes nothing; the same id with another role or text is a conflict. A message without
 * an id gets one when it is appended, so it cannot be recognized when it is sent again.
 *
 * @param id unique within the session; null to have one made
 * @param role who wrote or spoke it
 * @param text its text: at most 64 KiB of UTF-8, no NUL, no lone surrogate; may be empty
 * @param sentAt when it was sent; null for now
 * @param turnId the turn that produced it, if any
 */
public record Message(
    @Nullable UUID id,
    MessageRole role,
    String text,
    @Nullable Instant sentAt,
    @Nullable UUID turnId) {
  /** Checks that nothing required is missing. */
  public Message {
    Validator.require("role", role);
    Validator.require("text", text);
  }

  /** A message of the end user. */
  public static Message fromUser(String text) {
    return new Message(null, MessageRole.USER, text, null, null);
  }

  /** A message of the agent. */
  public static Message fromAgent(String text) {
    return new Message(null, MessageRole.AGENT, text, null, null);
  }

  /** A message of the platform. */
  public static Message fromSystem(String text) {
    return new Message(null, MessageRole.SYSTEM, text, null, null);
  }

  /** Returns a copy with this id. */
  public Message withId(UUID newId) {
    Validator.require("id", newId);
    return new Message(newId, role, text, sentAt, turnId);
  }

  /** Returns a copy that was sent at this time. */
  public Message at(Instant time) {
    Validator.require("sent_at", time);
    return new Message(id, role, text, time, turnId);
  }

  /** Returns a copy that is part of this turn. */
  public Message inTurn(UUID turn) {
    Validator.require("turn_id", turn);
    return new Message(id, role, text, sentAt, turn);
  }

  /** Names the message, never its text. */
  @Override
  public String toString() {
    return "Message[id=" + id + ", role=" + role + "]";
  }
}
