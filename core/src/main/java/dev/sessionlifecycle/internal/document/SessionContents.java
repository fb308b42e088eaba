package dev.sessionlifecycle.internal.document;

import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a session. Read page by page while it is iterated, and again in every iteration.
 *
 * @param store where it is read from
 * @param session the session
 * @param page how many items are read at once
 */
public record SessionContents(SessionStore store, Session session, int page) {
  /** The most text of messages held at once, roughly. */
  private static final int CHARACTERS = 4 << 20;

  /** Returns the contents of a session whose messages are as long as the limits allow. */
  public static SessionContents of(SessionStore store, Session session, Limits limits) {
    return new SessionContents(
        store,
        session,
        Math.max(1, Math.min(limits.pageSize(), CHARACTERS / limits.messageBytes())));
  }

  /** Returns every message, by sequence. */
  public Iterable<StoredMessage> messages() {
    return pages(last -> store.messages(key(), last == null ? 0 : last.sequence(), page));
  }

  /** Returns the whole history, by sequence. */
  public Iterable<HistoryEntry> history() {
    return pages(last -> store.history(key(), last == null ? 0 : last.sequence(), page));
  }

  /** Returns the eval runs, by id. */
  public Iterable<EvalRun> evals() {
    return session.evalSummary().total() == 0
        ? List.of()
        : pages(last -> store.evals().list(key(), last == null ? null : last.id(), page));
  }

  private SessionKey key() {
    return SessionKey.of(session);
  }

  private <T> Iterable<T> pages(Function<@Nullable T, List<T>> after) {
    return () ->
        Stream.iterate(
                after.apply(null),
                items -> !items.isEmpty(),
                items -> items.size() < page ? List.of() : after.apply(items.get(items.size() - 1)))
            .flatMap(List::stream)
            .iterator();
  }
}
