package dev.sessionlifecycle.runtime;

import dev.sessionlifecycle.internal.Door;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of an administrator's end. Every id in it is ignored, since the path names the session;
 * those that the seed requires are required all the same.
 *
 * <p>Source: {@code EndSessionRequest} of the Feather API. It has no farewell text: what is not
 * said by a turn is not said.
 *
 * @param endUserId required, ignored
 * @param sessionId required, ignored
 * @param agentId ignored
 * @param channel ignored; {@code api} unless set
 * @param reason why, in any words; {@code agent_initiated} where it is null or blank
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
   * @throws dev.sessionlifecycle.InvalidInputException naming every field that is missing
   */
  public EndSessionRequest {
    Door door = new Door();
    door.present("end_user_id", endUserId);
    door.present("session_id", sessionId);
    door.present("channel", channel);
    door.close();
  }

  /** A request with what is required. */
  public static EndSessionRequest of(UUID endUserId, UUID sessionId) {
    return new EndSessionRequest(endUserId, sessionId, null, "api", null);
  }

  /** The same for this reason. */
  public EndSessionRequest because(@Nullable String why) {
    return new EndSessionRequest(endUserId, sessionId, agentId, channel, why);
  }

  /** Names no content. */
  @Override
  public String toString() {
    return "EndSessionRequest[sessionId=" + sessionId + "]";
  }
}
