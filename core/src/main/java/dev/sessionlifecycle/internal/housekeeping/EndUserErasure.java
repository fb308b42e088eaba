package dev.sessionlifecycle.internal.housekeeping;

import dev.sessionlifecycle.finalize.EndUserEraser;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.DamagedFilesException;
import dev.sessionlifecycle.finalize.internal.ErrorText;
import dev.sessionlifecycle.internal.sessions.LifecycleContext;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.retention.ErasureReport;
import dev.sessionlifecycle.retention.ErasureRequest;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.retention.HoldScope;
import dev.sessionlifecycle.retention.KeptReason;
import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.TriggeredBy;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One erasure of an end user. */
final class EndUserErasure {
  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.housekeeping");

  private final UUID organizationId;
  private final ErasureRequest request;
  private final UUID endUserId;
  private final SessionStore store;
  private final LifecycleContext wiring;
  private final HousekeepingConfig keeping;
  private final AdaptiveBatcher pace;
  private final LinkedDataEraser linked;
  private final List<Receipt> receipts = new ArrayList<>();
  private final Map<UUID, KeptReason> kept = new LinkedHashMap<>();
  private final Set<Hold> keptBy = new LinkedHashSet<>();
  private final List<String> failed = new ArrayList<>();

  EndUserErasure(
      UUID organizationId,
      ErasureRequest request,
      SessionStore store,
      LifecycleContext wiring,
      HousekeepingConfig keeping) {
    this.organizationId = organizationId;
    this.request = request;
    this.endUserId = request.endUserId();
    this.store = store;
    this.wiring = wiring;
    this.keeping = keeping;
    this.pace = new AdaptiveBatcher(keeping.options(), StopSignal.never());
    this.linked = new LinkedDataEraser(store, keeping);
  }

  ErasureReport run() {
    int ended = endLive();
    RetentionRecalculation.pages(
        store,
        organizationId,
        SessionFilter.all().withEndUser(endUserId),
        page -> pace.run(page, it -> it, portion -> prepared(portion), portion -> erase(portion)));
    holdsOnAll();
    int archived = fromArchive();
    forget();
    boolean isComplete = kept.isEmpty() && keptBy.isEmpty() && failed.isEmpty();
    Receipt unfinished = isComplete ? null : unfinished();
    store.disposals().recordErasure(organizationId, endUserId, unfinished);
    if (unfinished != null) {
      receipts.add(unfinished);
    }
    return new ErasureReport(
        ended, receipts, archived, kept, List.copyOf(keptBy), List.copyOf(failed));
  }

  private Receipt unfinished() {
    return new Receipt(
        organizationId,
        wiring.ids().get(),
        Receipt.Kind.ERASURE,
        null,
        request.by(),
        store.sweeps().now(),
        0,
        0,
        0,
        0,
        kept.size(),
        request.reason(),
        endUserId);
  }

  private int endLive() {
    int[] ended = {0};
    RetentionRecalculation.pages(
        store,
        organizationId,
        SessionFilter.all().withStatuses(SessionStatus.live()).withEndUser(endUserId),
        page ->
            ended[0] +=
                (int)
                    SystemEnds.end(
                            wiring,
                            TriggeredBy.ERASURE,
                            organizationId,
                            () ->
                                store.closeAll(
                                    page.stream()
                                        .map(it -> SystemCloseIntents.erased(it, wiring))
                                        .toList()))
                        .stream()
                        .filter(CloseReply.Closed.class::isInstance)
                        .count());
    return ended[0];
  }

  /** Returns the sessions whose recordings are gone. */
  private List<Session> prepared(List<Session> portion) {
    LinkedDataEraser.Prepared prepared = linked.prepare(intent(portion));
    prepared.refused().forEach(this::keep);
    prepared.failed().keySet().forEach(id -> kept.put(id, KeptReason.RECORDINGS_FAILED));
    if (!prepared.failed().isEmpty() && !failed.contains("recordings")) {
      failed.add("recordings");
    }
    return portion.stream().filter(it -> prepared.ready().contains(it.id())).toList();
  }

  private void erase(List<Session> portion) {
    DisposalReply reply = store.disposals().dispose(intent(portion));
    Receipt receipt = reply.receipt();
    if (receipt != null) {
      receipts.add(receipt);
    }
    reply.refused().forEach(this::keep);
  }

  private DisposalIntent intent(List<Session> portion) {
    return new DisposalIntent(
        organizationId,
        portion.stream().map(Session::id).toList(),
        Receipt.Kind.ERASURE,
        false,
        request.parkedToo() ? Duration.ZERO : null,
        null,
        false,
        false,
        wiring.ids().get(),
        null,
        request.by(),
        request.reason());
  }

  private void keep(UUID id, Refusal why) {
    if (why == Refusal.MISSING) {
      return;
    }
    kept.put(id, keptReason(why));
    if (why == Refusal.HELD) {
      keptBy.addAll(store.holds().covering(new SessionKey(organizationId, id)));
    }
  }

  private static KeptReason keptReason(Refusal why) {
    return switch (why) {
      case LIVE -> KeptReason.LIVE;
      case HELD -> KeptReason.HELD;
      case UNFINISHED -> KeptReason.UNFINISHED;
      case BUSY -> KeptReason.BUSY;
      case MISSING, NOT_DUE, NOT_ARCHIVED ->
          throw new IllegalStateException("an erasure is never refused as " + why);
    };
  }

  /** Collects the holds that cover the end user, even if no session of theirs is left. */
  private void holdsOnAll() {
    @Nullable UUID after = null;
    List<Hold> page;
    do {
      page = store.holds().list(organizationId, true, after, RetentionRecalculation.PAGE);
      page.stream().filter(this::coversAll).forEach(keptBy::add);
      after = page.isEmpty() ? null : page.get(page.size() - 1).id();
    } while (page.size() == RetentionRecalculation.PAGE);
  }

  private boolean coversAll(Hold hold) {
    return hold.scope() instanceof HoldScope.OnOrganization
        || hold.scope().equals(HoldScope.endUser(endUserId));
  }

  private int fromArchive() {
    SessionArchive from = keeping.archive();
    if (from == null || keptBy.stream().anyMatch(this::coversAll)) {
      return 0;
    }
    int[] deleted = {0};
    attempt(
        "archive",
        () -> {
          try {
            deleted[0] = from.delete(organizationId, endUserId, heldSessions());
          } catch (DamagedFilesException e) {
            deleted[0] = e.done();
            throw e;
          }
          return true;
        });
    return deleted[0];
  }

  /** Returns the kept sessions that a hold covers, for whatever reason they were kept first. */
  private Set<UUID> heldSessions() {
    return kept.keySet().stream()
        .filter(id -> !store.holds().covering(new SessionKey(organizationId, id)).isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private void forget() {
    if (keptBy.stream().anyMatch(this::coversAll)) {
      return;
    }
    Set<UUID> keep = heldSessions();
    for (EndUserEraser each : keeping.endUserErasers()) {
      if (!attempt("memory", () -> each.forget(organizationId, endUserId, keep)).orElse(true)) {
        failed.add("memory");
      }
    }
  }

  private <T> Optional<T> attempt(String what, Callbacks.Call<T> work) {
    return Callbacks.call(
        () -> Optional.of(work.call()),
        e -> {
          LOG.warn(
              "Erasure of an end user of organization {}: the {} failed: {}",
              organizationId,
              what,
              ErrorText.of(e));
          failed.add(what);
          if (e instanceof DamagedFilesException damaged) {
            damaged.files().forEach(file -> failed.add(what + ": " + file));
          }
          return Optional.empty();
        });
  }
}
