package dev.sessionlifecycle.store.memory;

import dev.sessionlifecycle.model.SessionType;
import dev.sessionlifecycle.session.Channels;
import dev.sessionlifecycle.session.Session;
import java.util.UUID;

/** The key that at most one live session opened with a policy holds within an organization. */
record ActiveKey(UUID endUserId, String channel, SessionType sessionType) {

  static ActiveKey of(Session session) {
    return new ActiveKey(
        session.endUserId(), Channels.normalized(session.channel()), session.sessionType());
  }
}
