package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.DamagedFilesException;
import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.internal.document.DocumentSink;
import dev.sessionlifecycle.internal.sessions.LargestTexts;
import dev.sessionlifecycle.retention.ExportReport;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every session of an end user: first those in the store, then those only in the archive.
 */
record EndUserExport(
    UUID organizationId,
    UUID endUserId,
    SessionStore store,
    @Nullable SessionArchive archive,
    Limits limits) {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.housekeeping");

  /** The most text of sessions held at once; many small values take many times their text. */
  private static final int PAGE_BYTES = 1 << 20;

  ExportReport to(DocumentSink sink) throws IOException {
    int stored = stored(sink);
    List<String> failed = new ArrayList<>();
    int archived = archived(sink, failed);
    sink.flush();
    return new ExportReport(stored, archived, failed);
  }

  private int stored(DocumentSink sink) throws IOException {
    SessionFilter filter = SessionFilter.all().withEndUser(endUserId);
    int page = Math.max(1, PAGE_BYTES / LargestTexts.ofSession(limits));
    int written = 0;
    ListIntent.@Nullable Position after = null;
    List<Session> sessions;
    do {
      sessions = store.list(new ListIntent(organizationId, filter, after, page));
      for (Session session : sessions) {
        sink.write(store, session, limits);
        after = new ListIntent.Position(session.createdAt(), session.id());
        written++;
      }
    } while (sessions.size() == page);
    return written;
  }

  /** One that was purged after it was written from the store may be written twice, never not. */
  private int archived(DocumentSink sink, List<String> failed) throws IOException {
    SessionArchive from = archive;
    if (from == null) {
      return 0;
    }
    int written =
        Callbacks.call(
            () -> from.export(organizationId, endUserId, this::isNotStored, sink.stream()),
            e -> failure(e, failed));
    sink.rethrow();
    return written;
  }

  private boolean isNotStored(UUID sessionId) {
    return store.find(new SessionKey(organizationId, sessionId)).isEmpty();
  }

  private int failure(Throwable e, List<String> failed) {
    LOG.warn(
        "Export of an end user of organization {}: the archive failed: {}",
        organizationId,
        ErrorText.of(e));
    failed.add("archive");
    if (e instanceof DamagedFilesException damaged) {
      damaged.files().forEach(file -> failed.add("archive: " + file));
      return damaged.done();
    }
    return 0;
  }
}
