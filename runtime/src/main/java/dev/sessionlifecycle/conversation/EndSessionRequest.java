package dev.sessionlifecycle.conversation;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body with which an administrator ends a session. The ids in it are ignored, since the path
 * names the session, but those that the API requires must be present.
 *
 * <p>Follows {@code EndSessionRequest} of the Feather API, page "End a v2 conversation through the
 * close pipeline (admin)". There is no farewell text: only a turn speaks to the user.
 *
 * @param endUserId required, ignored
 * @param sessionId required, ignored
 * @param agentId ignored
 * @param channel ignored; {@code api} unless set
 * @param reason free text; null or blank means {@code agent_initiated}
 */
public record EndSessionRequest(
    @Nullable UUID endUserId,
    @Nullable UUID sessionId,
    @Nullable UUID agentId,
    String channel,
    @Nullable String reason) {
  /**
   * Checks that nothing required is missing.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException naming every field that is missing
   */
  public EndSessionRequest {
    Validator validator = new Validator();
    validator.present("end_user_id", endUserId);
    validator.present("session_id", sessionId);
    validator.present("channel", channel);
    validator.throwIfInvalid();
  }

  /** A request with the required ids only. */
  public static EndSessionRequest of(UUID endUserId, UUID sessionId) {
    return new EndSessionRequest(endUserId, sessionId, null, "api", null);
  }

  /** Returns a copy with this reason. */
  public EndSessionRequest withReason(@Nullable String value) {
    return new EndSessionRequest(endUserId, sessionId, agentId, channel, value);
  }

  /** Contains no content. */
  @Override
  public String toString() {
    return "EndSessionRequest[sessionId=" + sessionId + "]";
  }
}
