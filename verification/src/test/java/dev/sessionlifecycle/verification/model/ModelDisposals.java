package dev.sessionlifecycle.verification.model;

import static java.util.Comparator.comparing;

import dev.sessionlifecycle.retention.Receipt;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.DisposalIntent;
import dev.sessionlifecycle.spi.DisposalReply;
import dev.sessionlifecycle.spi.DisposalReply.Refusal;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.DueQuery;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The retention of ended sessions, derived from the contract alone. */
final class ModelDisposals implements DisposalStore {
  private final ModelStore store;
  private final ModelHolds holds;
  private final List<Receipt> receipts = new ArrayList<>();

  ModelDisposals(ModelStore store, ModelHolds holds) {
    this.store = store;
    this.holds = holds;
  }

  @Override
  public DueSessions due(DueQuery request) {
    synchronized (store) {
      Instant now = store.now();
      List<ModelRow> ended =
          store.rows().stream().filter(row -> row.session.status().isTerminal()).toList();
      ModelRotation turns = ModelRotation.take(ended, now, request, holds::isWholeHeld);
      return new DueSessions(now, turns.rows().stream().map(this::due).toList(), turns.leftOut());
    }
  }

  @Override
  public int countDue(UUID organizationId, Duration within, int most) {
    synchronized (store) {
      Instant until = store.now().plus(within);
      return (int)
          store.rows().stream()
              .filter(row -> row.session.organizationId().equals(organizationId))
              .filter(row -> row.session.status().isTerminal())
              .filter(row -> row.dueAt != null && !row.dueAt.isAfter(until))
              .limit(most)
              .count();
    }
  }

  private DueSession due(ModelRow row) {
    return new DueSession(
        row.session, Objects.requireNonNull(row.dueAt), holds.isHeld(row), row.isParked());
  }

  private @Nullable ModelRow ended(SessionKey key) {
    ModelRow row = store.row(key);
    return row == null || !row.session.status().isTerminal() ? null : row;
  }

  @Override
  public int postpone(List<Postponement> looks) {
    synchronized (store) {
      int set = 0;
      for (Postponement look : looks) {
        ModelRow row = ended(look.session());
        if (row != null && look.seen().equals(row.dueAt)) {
          row.dueAt = store.now().plus(look.in());
          set++;
        }
      }
      return set;
    }
  }

  @Override
  public int archived(UUID organizationId, List<Archived> sessions) {
    synchronized (store) {
      int stamped = 0;
      for (Archived archived : sessions) {
        ModelRow row = ended(new SessionKey(organizationId, archived.sessionId()));
        if (row != null && row.session.archivedAt() == null) {
          row.session = SessionBuilder.of(row.session).archivedAt(store.now()).build();
          row.dueAt = row.session.retentionExpiresAt();
          Instant early = archived.anonymizeAt();
          if (early != null && (row.dueAt == null || early.isBefore(row.dueAt))) {
            row.dueAt = early;
          }
          stamped++;
        }
      }
      return stamped;
    }
  }

  @Override
  public int changeRetention(List<RetentionChange> stamps) {
    synchronized (store) {
      int replaced = 0;
      for (RetentionChange stamp : stamps) {
        ModelRow row = ended(stamp.session());
        if (row != null
            && (!row.anonymized || stamp.seen() != null)
            && Objects.equals(row.session.retentionExpiresAt(), stamp.seen())) {
          row.session = SessionBuilder.of(row.session).retentionExpiresAt(stamp.until()).build();
          row.dueAt = stamp.retentionDueAt();
          replaced++;
        }
      }
      return replaced;
    }
  }

  @Override
  public DisposalReply dispose(DisposalIntent intent) {
    synchronized (store) {
      Instant now = store.now();
      List<UUID> done = new ArrayList<>();
      Map<UUID, Refusal> refused = new LinkedHashMap<>();
      long messages = 0;
      long rows = 0;
      long undelivered = 0;
      for (UUID id : new LinkedHashSet<>(intent.sessionIds())) {
        ModelRow row = store.row(new SessionKey(intent.organizationId(), id));
        Refusal refusal = row == null ? Refusal.MISSING : refusal(row, intent, now);
        if (row == null || refusal != null) {
          refused.put(id, Objects.requireNonNull(refusal));
        } else {
          done.add(id);
          messages += row.anonymized ? 0 : row.session.messageCount();
          undelivered += undelivered(row, intent);
          rows += carryOut(row, intent);
        }
      }
      if (done.isEmpty()) {
        return new DisposalReply(done, refused, null);
      }
      Receipt receipt = intent.receipt(now, done.size(), messages, rows, undelivered);
      receipts.add(receipt);
      return new DisposalReply(done, refused, receipt);
    }
  }

  @Override
  public Map<UUID, Refusal> refusals(DisposalIntent intent) {
    synchronized (store) {
      Map<UUID, Refusal> refused = new LinkedHashMap<>();
      for (UUID id : intent.sessionIds()) {
        ModelRow row = store.row(new SessionKey(intent.organizationId(), id));
        Refusal refusal = row == null ? Refusal.MISSING : refusal(row, intent, store.now());
        if (refusal != null) {
          refused.put(id, refusal);
        }
      }
      return refused;
    }
  }

  private @Nullable Refusal refusal(ModelRow row, DisposalIntent intent, Instant now) {
    Session session = row.session;
    Duration parkedAfter = intent.parkedAfter();
    boolean mayGoParked =
        row.isParked()
            && parkedAfter != null
            && !session.statusSince().plus(parkedAfter).isAfter(now);
    if (!session.status().isTerminal()) {
      return Refusal.LIVE;
    } else if (holds.isHeld(row)) {
      return Refusal.HELD;
    } else if ((session.finalizedAt() == null || isAwaited(row, now)) && !mayGoParked) {
      return Refusal.UNFINISHED;
    } else if (intent.kind() == Receipt.Kind.ERASURE) {
      return null;
    }
    Instant keptUntil = session.retentionExpiresAt();
    Duration early = intent.anonymizeAfter();
    boolean anonymizes = intent.kind() == Receipt.Kind.ANONYMIZE;
    boolean isEarly =
        anonymizes && early != null && !session.statusSince().plus(early).isAfter(now);
    if ((anonymizes && row.anonymized)
        || (!isEarly && (keptUntil == null || keptUntil.isAfter(now)))) {
      return Refusal.NOT_DUE;
    }
    return intent.archivedOnly() && session.finalizedAt() != null && session.archivedAt() == null
        ? Refusal.NOT_ARCHIVED
        : null;
  }

  private static boolean isAwaited(ModelRow row, Instant now) {
    return row.owner != null && row.owner.buffering() && row.owner.until().isAfter(now);
  }

  private static int undelivered(ModelRow row, DisposalIntent intent) {
    return row.chain == null || intent.kind() == Receipt.Kind.ANONYMIZE
        ? 0
        : row.chain.state.enriched(row.chain.enrichments).undelivered();
  }

  /** Returns how many rows a database would delete or change. */
  private long carryOut(ModelRow row, DisposalIntent intent) {
    if (intent.kind() == Receipt.Kind.ANONYMIZE) {
      return ModelAnonymizer.anonymize(row, intent);
    }
    store.leave(row);
    store.forget(row);
    return 3 + ModelAnonymizer.texts(row) + row.history.size();
  }

  @Override
  public void recordErasure(UUID organizationId, UUID endUserId, @Nullable Receipt unfinished) {
    synchronized (store) {
      receipts.replaceAll(
          it ->
              it.organizationId().equals(organizationId) && endUserId.equals(it.endUserId())
                  ? it.withoutEndUser()
                  : it);
      if (unfinished != null) {
        receipts.add(unfinished);
      }
    }
  }

  @Override
  public List<Receipt> unfinishedErasures(UUID organizationId, @Nullable UUID after, int limit) {
    return receipts(organizationId, after, Integer.MAX_VALUE).stream()
        .filter(it -> it.endUserId() != null)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Receipt> receipts(UUID organizationId, @Nullable UUID after, int limit) {
    synchronized (store) {
      return receipts.stream()
          .filter(it -> it.organizationId().equals(organizationId))
          .filter(it -> after == null || IdOrder.UNSIGNED.compare(it.id(), after) > 0)
          .sorted(comparing(Receipt::id, IdOrder.UNSIGNED))
          .limit(limit)
          .toList();
    }
  }
}
