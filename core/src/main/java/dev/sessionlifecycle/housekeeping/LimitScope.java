package dev.sessionlifecycle.housekeeping;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.Session;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * To which sessions a time limit applies: those of an organization, on a channel, of a type, or any
 * of these together. What is null applies to all. Immutable.
 *
 * @param organizationId applies to this organization; null to any
 * @param channel applies to this channel, without regard to case and blanks; null to any
 * @param sessionType applies to this type; null to any
 */
public record LimitScope(
    @Nullable UUID organizationId, @Nullable String channel, @Nullable SessionType sessionType) {
  private static final LimitScope ANY = new LimitScope(null, null, null);

  /** Keeps the channel in the form in which channels are compared. */
  public LimitScope {
    channel = channel == null ? null : Channels.normalized(channel);
  }

  /** Every session. */
  public static LimitScope any() {
    return ANY;
  }

  /** The narrowest scope of a session: its organization, its channel and its type. */
  public static LimitScope of(Session session) {
    Validator.require("session", session);
    return new LimitScope(session.organizationId(), session.channel(), session.sessionType());
  }

  /** Returns a copy that covers only this organization. */
  public LimitScope withOrganization(UUID id) {
    return new LimitScope(Validator.require("organization_id", id), channel, sessionType);
  }

  /** Returns a copy that covers only this channel. */
  public LimitScope withChannel(String name) {
    return new LimitScope(organizationId, Validator.require("channel", name), sessionType);
  }

  /** Returns a copy that covers only this type. */
  public LimitScope withSessionType(SessionType type) {
    return new LimitScope(organizationId, channel, Validator.require("session_type", type));
  }

  /**
   * How specific the scope is, from 0 to 7. No two scopes that cover one session weigh the same.
   */
  int weight() {
    return (organizationId == null ? 0 : 4)
        + (channel == null ? 0 : 2)
        + (sessionType == null ? 0 : 1);
  }

  /** Whether everything in the other scope is in this one. */
  public boolean covers(LimitScope other) {
    return (organizationId == null || organizationId.equals(other.organizationId))
        && (channel == null || channel.equals(other.channel))
        && (sessionType == null || sessionType == other.sessionType);
  }
}
