package dev.sessionlifecycle.providers;

import dev.sessionlifecycle.SessionRequest;
import java.util.Optional;
import java.util.UUID;

/** Decides whether a call gets a session, and with which end user. Thread-safe. */
@FunctionalInterface
public interface SessionOpening {

  /**
   * Returns the request to open the session of a call that has none yet.
   *
   * @param organizationId whose call it is
   * @param call the call; {@link ProviderSignal.Began#toRequest} makes the request, to which
   *     metadata, a policy and all else can be added. The external id is always that of the call
   * @return empty for no session: what is reported about the call is dropped, except that an end is
   *     kept for 24 hours
   */
  Optional<SessionRequest> request(UUID organizationId, ProviderSignal.Began call);
}
