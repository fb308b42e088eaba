package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.internal.document.SessionContents;
import dev.sessionlifecycle.retention.ArchivedSession;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.DisposalStore.Archived;
import dev.sessionlifecycle.spi.DisposalStore.DueSession;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends ended sessions to an archive, a few at a time, and stamps those that it acknowledged. A
 * session that the archive rejects does not keep the others of its batch from being archived.
 */
final class SessionArchiver {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.housekeeping");
  private static final int SESSIONS = 50;

  /** The most text held in memory, roughly; a longer session is given to the archive in pages. */
  private static final int CHARACTERS = 4 << 20;

  /** What a message takes besides its text, and an entry of the history, roughly. */
  private static final int ITEM = 200;

  /** The most messages that are archived together, unless a single session has more. */
  private static final int MESSAGES = SESSIONS * HousekeepingOptions.MESSAGES_PER_SESSION;

  /** After this many refusals in a row, retries of halves included, the archive counts as down. */
  private static final int DOWN = 12;

  private final SessionStore store;
  private final SessionArchive archive;
  private final StopSignal stop;
  private final Function<Session, @Nullable Instant> anonymizeAt;
  private final Limits limits;
  private final Consumer<DueSession> done;
  private final Consumer<DueSession> failed;
  private int refusals;

  SessionArchiver(
      SessionStore store,
      SessionArchive archive,
      StopSignal stop,
      Limits limits,
      Function<Session, @Nullable Instant> anonymizeAt,
      Consumer<DueSession> done,
      Consumer<DueSession> failed) {
    this.store = store;
    this.archive = archive;
    this.stop = stop;
    this.anonymizeAt = anonymizeAt;
    this.limits = limits;
    this.done = done;
    this.failed = failed;
  }

  /** Archives these sessions; once stopped, those not yet archived stay due. */
  void archive(List<DueSession> sessions) {
    Map<UUID, List<DueSession>> byOrganization = new LinkedHashMap<>();
    sessions.forEach(
        due ->
            byOrganization
                .computeIfAbsent(due.session().organizationId(), id -> new ArrayList<>())
                .add(due));
    byOrganization.forEach(
        (organization, all) -> {
          for (int from = 0; from < all.size(); ) {
            int to = from + portion(all.subList(from, all.size()));
            archive(organization, all.subList(from, to));
            from = to;
          }
        });
  }

  private static int portion(List<DueSession> all) {
    int count = 1;
    int messages = all.get(0).session().messageCount();
    while (count < Math.min(SESSIONS, all.size())) {
      messages += all.get(count).session().messageCount();
      if (messages > MESSAGES) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Archives all of them; if that is refused, each half separately. */
  private void archive(UUID organization, List<DueSession> part) {
    if (stop.isStopped()) {
      return;
    }
    if (refusals >= DOWN) {
      part.forEach(failed);
    } else if (write(organization, part)) {
      refusals = 0;
      part.forEach(done);
    } else if (part.size() == 1) {
      refusals++;
      part.forEach(failed);
    } else {
      refusals++;
      int half = part.size() / 2;
      archive(organization, part.subList(0, half));
      archive(organization, part.subList(half, part.size()));
    }
  }

  private boolean write(UUID organization, List<DueSession> part) {
    Throwable e =
        Callbacks.run(
            () -> {
              writeAll(part);
              if (store.disposals().archived(organization, marks(part)) < part.size()) {
                takeBackErased(part);
              }
            });
    if (e != null) {
      LOG.warn(
          "{} session{} of organization {} not archived: {}",
          part.size(),
          part.size() == 1 ? "" : "s",
          organization,
          ErrorText.of(e));
    }
    return e == null;
  }

  private List<Archived> marks(List<DueSession> part) {
    return part.stream()
        .map(due -> new Archived(due.session().id(), anonymizeAt.apply(due.session())))
        .toList();
  }

  /** Deletes sessions erased between read and write: the erasure did not find them archived. */
  private void takeBackErased(List<DueSession> part) throws Exception {
    for (DueSession due : part) {
      SessionKey key = new SessionKey(due.session().organizationId(), due.session().id());
      if (store.find(key).isEmpty()) {
        archive.delete(key.organizationId(), key.sessionId());
      }
    }
  }

  private void writeAll(List<DueSession> part) throws Exception {
    List<ArchivedSession> together = new ArrayList<>();
    int left = CHARACTERS;
    for (DueSession due : part) {
      SessionContents contents = SessionContents.of(store, due.session(), limits);
      ArchivedSession whole = whole(contents);
      int size = whole == null ? CHARACTERS : size(whole);
      if (size > left && !together.isEmpty()) {
        archive.write(together);
        together = new ArrayList<>();
        left = CHARACTERS;
      }
      if (whole == null) {
        archive.write(
            contents.session(), contents.messages(), contents.history(), contents.evals());
      } else {
        together.add(whole);
        left -= size;
      }
    }
    if (!together.isEmpty()) {
      archive.write(together);
    }
  }

  /** Returns a session with all that belongs to it; null if that is too much. */
  private static @Nullable ArchivedSession whole(SessionContents contents) {
    List<StoredMessage> messages = atMost(contents.messages(), SessionArchiver::size);
    List<HistoryEntry> history = messages == null ? null : atMost(contents.history(), it -> ITEM);
    List<EvalRun> evals = history == null ? null : atMost(contents.evals(), SessionArchiver::size);
    return messages == null || history == null || evals == null
        ? null
        : new ArchivedSession(contents.session(), messages, history, evals);
  }

  private static <T> @Nullable List<T> atMost(Iterable<T> items, ToIntFunction<T> size) {
    List<T> all = new ArrayList<>();
    int left = CHARACTERS;
    for (T item : items) {
      left -= size.applyAsInt(item);
      if (left < 0) {
        return null;
      }
      all.add(item);
    }
    return all;
  }

  private static int size(StoredMessage message) {
    return ITEM + message.text().length();
  }

  private static int size(EvalRun run) {
    return ITEM * (1 + run.scores().size());
  }

  private static int size(ArchivedSession whole) {
    return whole.messages().stream().mapToInt(SessionArchiver::size).sum()
        + whole.history().size() * ITEM
        + whole.evals().stream().mapToInt(SessionArchiver::size).sum();
  }
}
