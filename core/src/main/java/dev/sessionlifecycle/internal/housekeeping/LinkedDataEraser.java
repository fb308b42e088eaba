package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.finalize.EndUserEraser;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.housekeeping.HousekeepingReport.NotDone;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.Recordings;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.SessionStore;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what other systems have of sessions, before the store disposes of them: afterwards it
 * could not be known what is still to be deleted. For one run.
 */
final class LinkedDataEraser {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.housekeeping");

  /** After this many failures in a row the other systems count as down, and are not called. */
  private static final int DOWN = 12;

  private final SessionStore store;
  private final @Nullable Recordings recordings;
  private final List<EndUserEraser> memories;
  private int failures;

  LinkedDataEraser(SessionStore store, HousekeepingConfig keeping) {
    this.store = store;
    this.recordings = keeping.recordings();
    this.memories = keeping.endUserErasers();
  }

  /**
   * What was done for a disposal.
   *
   * @param ready the sessions of which nothing is left in other systems
   * @param refused the sessions that the store would not dispose of now, and why
   * @param failed the sessions of which something may be left
   */
  record Prepared(Set<UUID> ready, Map<UUID, Refusal> refused, Map<UUID, NotDone> failed) {}

  /** Whether recordings are deleted before the store disposes of sessions. */
  boolean deletesRecordings() {
    return recordings != null;
  }

  /**
   * Deletes what other systems have of the sessions of an intent, unless the store would refuse
   * them. An erasure has the memory of the whole end user forgotten, and not session by session.
   */
  Prepared prepare(DisposalIntent intent) {
    List<EndUserEraser> bySession = intent.kind() == Receipt.Kind.ERASURE ? List.of() : memories;
    if (recordings == null && bySession.isEmpty()) {
      return new Prepared(Set.copyOf(intent.sessionIds()), Map.of(), Map.of());
    }
    Map<UUID, Refusal> refused = store.disposals().refusals(intent);
    Set<UUID> ready = new LinkedHashSet<>(intent.sessionIds());
    ready.removeAll(refused.keySet());
    Map<UUID, NotDone> failed = new LinkedHashMap<>();
    for (EndUserEraser memory : bySession) {
      forget(memory, intent.organizationId(), List.copyOf(ready), failed);
      ready.removeAll(failed.keySet());
    }
    if (recordings != null) {
      ready.forEach(id -> delete(recordings, intent.organizationId(), id, failed));
      ready.removeAll(failed.keySet());
    }
    return new Prepared(ready, refused, failed);
  }

  /** Has all of them forgotten; if that fails, each half separately. */
  private void forget(
      EndUserEraser memory, UUID organization, List<UUID> ids, Map<UUID, NotDone> failed) {
    if (ids.isEmpty()) {
      return;
    }
    Throwable e =
        failures >= DOWN
            ? new IllegalStateException("not called after " + DOWN + " failures")
            : Callbacks.run(() -> memory.forgetSessions(organization, Set.copyOf(ids)));
    if (e == null) {
      failures = 0;
    } else if (ids.size() == 1 || failures >= DOWN) {
      failures++;
      ids.forEach(id -> failed.put(id, NotDone.MEMORY_FAILED));
      if (failures <= DOWN) {
        LOG.warn(
            "The memory of {} session{} of organization {} was not deleted: {}",
            ids.size(),
            ids.size() == 1 ? "" : "s",
            organization,
            ErrorText.of(e));
      }
    } else {
      failures++;
      int half = ids.size() / 2;
      forget(memory, organization, ids.subList(0, half), failed);
      forget(memory, organization, ids.subList(half, ids.size()), failed);
    }
  }

  private void delete(Recordings from, UUID organization, UUID session, Map<UUID, NotDone> failed) {
    Throwable e =
        failures >= DOWN
            ? new IllegalStateException("not called after " + DOWN + " failures")
            : Callbacks.run(() -> from.delete(organization, session));
    if (e == null) {
      failures = 0;
      return;
    }
    failures++;
    failed.put(session, NotDone.RECORDINGS_FAILED);
    if (failures <= DOWN) {
      LOG.warn(
          "The recordings of session {} of organization {} were not deleted: {}",
          session,
          organization,
          ErrorText.of(e));
    }
  }
}
