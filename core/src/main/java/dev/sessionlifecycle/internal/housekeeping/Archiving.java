package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.HistoryEntry;
import dev.sessionlifecycle.Session;
import dev.sessionlifecycle.StoredMessage;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends ended sessions to an archive, few at a time, and stamps those that it acknowledged. */
final class Archiving {
  private static final Logger LOG = LoggerFactory.getLogger(Archiving.class);
  private static final int SIZE = 50;

  private final SessionStore store;
  private final SessionArchive archive;
  private final int page;

  Archiving(SessionStore store, SessionArchive archive, int page) {
    this.store = store;
    this.archive = archive;
    this.page = page;
  }

  void archive(List<DueSession> sessions, Consumer<DueSession> done, Consumer<DueSession> failed) {
    Map<UUID, List<DueSession>> byOrganization = new LinkedHashMap<>();
    sessions.forEach(
        due ->
            byOrganization
                .computeIfAbsent(due.session().organizationId(), id -> new ArrayList<>())
                .add(due));
    byOrganization.forEach(
        (organization, all) -> {
          for (int from = 0; from < all.size(); from += SIZE) {
            List<DueSession> part = all.subList(from, Math.min(from + SIZE, all.size()));
            part.forEach(write(organization, part) ? done : failed);
          }
        });
  }

  private boolean write(UUID organization, List<DueSession> part) {
    List<ArchivedSession> documents = part.stream().map(due -> read(due.session())).toList();
    try {
      archive.write(documents);
    } catch (Exception e) {
      LOG.warn("the archive refused {} sessions: {}", part.size(), e.getClass().getName());
      return false;
    }
    store.disposals().archived(organization, part.stream().map(due -> due.session().id()).toList());
    return true;
  }

  private ArchivedSession read(Session session) {
    SessionKey key = new SessionKey(session.organizationId(), session.id());
    return new ArchivedSession(
        session,
        all(after -> store.messages(key, after, page), StoredMessage::sequence),
        all(after -> store.history(key, after, page), HistoryEntry::sequence));
  }

  private <T> List<T> all(IntFunction<List<T>> read, ToIntFunction<T> sequence) {
    List<T> all = new ArrayList<>();
    List<T> items;
    do {
      items = read.apply(all.isEmpty() ? 0 : sequence.applyAsInt(all.get(all.size() - 1)));
      all.addAll(items);
    } while (items.size() == page);
    return all;
  }
}
