package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A session archive in memory. */
final class InMemoryArchive implements SessionArchive {
  private final Map<SessionKey, ArchivedSession> kept = new LinkedHashMap<>();

  @Override
  public void write(List<ArchivedSession> sessions) {
    for (ArchivedSession each : sessions) {
      kept.put(new SessionKey(each.session().organizationId(), each.session().id()), each);
    }
  }

  @Override
  public Optional<ArchivedSession> read(UUID organizationId, UUID sessionId) {
    return Optional.ofNullable(kept.get(new SessionKey(organizationId, sessionId)));
  }

  @Override
  public void delete(UUID organizationId, UUID sessionId) {
    kept.remove(new SessionKey(organizationId, sessionId));
  }

  @Override
  public int delete(UUID organizationId, UUID endUserId, Set<UUID> keep) {
    int before = kept.size();
    kept.values()
        .removeIf(
            it ->
                it.session().organizationId().equals(organizationId)
                    && it.session().endUserId().equals(endUserId)
                    && !keep.contains(it.session().id()));
    return before - kept.size();
  }
}
