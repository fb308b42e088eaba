package dev.sessionlifecycle.retention;

import dev.sessionlifecycle.session.EvalRun;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.StoredMessage;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Where ended sessions go before they are purged. Called by several threads at once. */
public interface SessionArchive {

  /**
   * Keeps sessions. That it returns is the acknowledgement: from then on they are safe, whatever
   * happens. A session may be written again, with the same content.
   *
   * @param sessions few; all finished, after the scrub
   * @throws Exception where none of them counts as kept; they are written again later
   */
  void write(List<ArchivedSession> sessions) throws Exception;

  /**
   * Keeps one session that is too long to be read at once (more than about 4 MiB), as {@link
   * #write(List)} does. Unless overridden, collects it in memory and calls that.
   *
   * @param messages every message, by sequence, read page by page while they are iterated; of no
   *     use after this method has returned
   * @param history the whole history, likewise
   * @param evals its eval runs, likewise
   * @throws Exception as above
   */
  default void write(
      Session session,
      Iterable<StoredMessage> messages,
      Iterable<HistoryEntry> history,
      Iterable<EvalRun> evals)
      throws Exception {
    List<StoredMessage> allMessages = new ArrayList<>();
    messages.forEach(allMessages::add);
    List<HistoryEntry> allHistory = new ArrayList<>();
    history.forEach(allHistory::add);
    List<EvalRun> allEvals = new ArrayList<>();
    evals.forEach(allEvals::add);
    write(List.of(new ArchivedSession(session, allMessages, allHistory, allEvals)));
  }

  /**
   * A session as it was archived last, if it is there.
   *
   * @throws Exception where it cannot be read
   */
  Optional<ArchivedSession> read(UUID organizationId, UUID sessionId) throws Exception;

  /**
   * Writes the archived sessions of an end user for {@link OrganizationRetention#export}: each
   * once, as it was archived last, as a line of JSON. Unless overridden, it is not supported, and
   * every export names the archive as missing.
   *
   * @param wanted whether to write the session with this id
   * @param out takes the lines, in UTF-8; what it throws is to be thrown
   * @return how many sessions were written
   * @throws Exception where it is not known what is missing
   */
  default int export(UUID organizationId, UUID endUserId, Predicate<UUID> wanted, OutputStream out)
      throws Exception {
    throw new UnsupportedOperationException("this archive does not export");
  }

  /**
   * Deletes one session, if it is there: it was erased while it was on its way here.
   *
   * @throws Exception where it is not known whether it is left
   */
  void delete(UUID organizationId, UUID sessionId) throws Exception;

  /**
   * Deletes every session of an end user, but for those to be kept. May be repeated.
   *
   * @param keep sessions that a hold covers
   * @return how many sessions were deleted
   * @throws Exception where it is not known what is left
   */
  int delete(UUID organizationId, UUID endUserId, Set<UUID> keep) throws Exception;
}
