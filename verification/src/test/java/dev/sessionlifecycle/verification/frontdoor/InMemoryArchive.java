package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.internal.document.SessionDocument;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.spi.SessionKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

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
  public int export(UUID organizationId, UUID endUserId, Predicate<UUID> wanted, OutputStream out)
      throws IOException {
    List<ArchivedSession> found =
        kept.values().stream()
            .filter(it -> it.session().organizationId().equals(organizationId))
            .filter(it -> it.session().endUserId().equals(endUserId))
            .filter(it -> wanted.test(it.session().id()))
            .toList();
    for (ArchivedSession it : found) {
      SessionDocument.writeLine(it.session(), it.messages(), it.history(), it.evals(), out);
    }
    return found.size();
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
