package dev.sessionlifecycle.verification.model;

import static java.util.Comparator.comparing;

import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.HistoryEntry.Kind;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionBucket;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.EvalStore;
import dev.sessionlifecycle.spi.HoldStore;
import dev.sessionlifecycle.spi.IdOrder;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.PolicyStore;
import dev.sessionlifecycle.spi.SeriesIntent;
import dev.sessionlifecycle.spi.SessionBuilder;
import dev.sessionlifecycle.spi.SessionCountsBuilder;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SweepStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A second implementation of the {@link SessionStore} contract, as simple as possible: one lock,
 * one map, every search a scan over all rows. It predicts the results of a real store and is not
 * meant for more than a few hundred sessions.
 */
public final class ModelStore implements SessionStore {
  private final InstantSource clock;
  private final Map<SessionKey, ModelRow> rows = new LinkedHashMap<>();
  private final Map<SessionKey, ModelRow> left = new LinkedHashMap<>();
  private final ModelEarlyEnds early = new ModelEarlyEnds();
  private final ModelPolicies policies = new ModelPolicies();
  private final ModelChains chains = new ModelChains(this);
  final ModelOwners owners = new ModelOwners(this);
  private final ModelEvals evals = new ModelEvals(this);
  private final ModelUpdates updates = new ModelUpdates(this);
  final ModelEnd end = new ModelEnd(policies, chains);
  private final ModelOpener opening = new ModelOpener(rows, early, end);
  private final ModelSweeps sweeps = new ModelSweeps(this, early);
  private final ModelHolds holds = new ModelHolds(this);
  private final ModelDisposals disposals = new ModelDisposals(this, holds);

  /** Creates an empty store on this clock. */
  public ModelStore(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** The sessions, and what purges have left of their chains. */
  List<ModelRow> chainRows() {
    List<ModelRow> all = new ArrayList<>(rows.values());
    all.addAll(left.values());
    return all;
  }

  @Nullable ModelRow chainRow(SessionKey key) {
    ModelRow row = rows.get(key);
    return row == null ? left.get(key) : row;
  }

  /** Keeps the chain of a session that is deleted, if it has deliveries on a purge. */
  void leave(ModelRow row) {
    ModelChain before = row.chain;
    if (before == null || !before.state.isForPurges()) {
      return;
    }
    SessionKey key = row.key();
    Session nothing =
        SessionBuilder.of(key.organizationId(), UUID.randomUUID(), new UUID(0, 0)).build();
    ModelRow kept = new ModelRow(nothing, false, "housekeeping", now());
    kept.session = SessionBuilder.of(kept.session).status(SessionStatus.CLOSED).build();
    ModelChain chain = new ModelChain(before.shape, now(), now());
    chain.state =
        before.state.purged(new PurgedSession(key.organizationId(), key.sessionId(), now()));
    chain.finishedAt = now();
    kept.chain = chain;
    left.put(kept.key(), kept);
  }

  void forgetIfOver(ModelRow row) {
    if (row.chain != null && row.chain.state.isOver()) {
      left.remove(row.key());
    }
  }

  Collection<ModelRow> rows() {
    return rows.values();
  }

  void forget(ModelRow row) {
    rows.remove(row.key());
  }

  @Nullable ModelRow row(SessionKey key) {
    return rows.get(key);
  }

  @Override
  public synchronized OpenResult open(OpenIntent intent) {
    return opening.open(intent, now());
  }

  @Override
  public synchronized AppendReply append(AppendIntent intent) {
    ModelRow row = row(intent.session());
    if (row == null) {
      return new AppendReply.Missing();
    }
    if (!row.session.status().isLive()) {
      return new AppendReply.NotLive(row.session);
    }
    if (intent.ownerToken() != null && intent.ownerToken() != row.ownerTokens) {
      return new AppendReply.NotOwner(row.session);
    }
    CloseIntent overdue = intent.overdue().end(row.session, now()).orElse(null);
    if (overdue != null) {
      return new AppendReply.Overdue(overdue);
    }
    for (Message message : intent.messages()) {
      Optional<StoredMessage> there = row.message(message.id());
      if (there.isPresent()
          && (there.get().role() != message.role() || !there.get().text().equals(message.text()))) {
        return new AppendReply.Conflict(there.get().id());
      }
    }
    if (row.wouldExceed(intent.bounds(), intent.messages())) {
      return new AppendReply.Full();
    }
    row.write(intent.messages(), intent.at(), now());
    return new AppendReply.Appended(
        intent.messages().stream().map(it -> row.message(it.id()).orElseThrow()).toList());
  }

  @Override
  public synchronized TransitionReply transition(TransitionIntent intent) {
    ModelRow row = row(intent.session());
    if (row == null) {
      return new TransitionReply.Missing();
    }
    if (row.session.isEnded()) {
      return new TransitionReply.AlreadyEnded(row.session);
    }
    Optional<CloseIntent> overdue = intent.overdue().end(row.session, now());
    if (overdue.isPresent()) {
      return new TransitionReply.Overdue(overdue.get());
    }
    if (row.session.status() == intent.to()) {
      row.touch(now());
      return new TransitionReply.Moved(intent.to(), row.session);
    }
    if (!Transitions.allows(row.session.status(), intent.to())) {
      return new TransitionReply.Illegal(row.session);
    }
    scheduleSweepAfterMove(row, intent);
    SessionStatus from = row.session.status();
    row.move(intent, now());
    return new TransitionReply.Moved(from, row.session);
  }

  /** Limits of a session that becomes active again count from when it was first active. */
  private void scheduleSweepAfterMove(ModelRow row, TransitionIntent intent) {
    Instant activatedAt = row.session.activatedAt();
    Duration check = intent.firstCheckAfter();
    if (check != null) {
      row.dueNoLaterThan(
          intent.to() == SessionStatus.ACTIVE && activatedAt != null
              ? activatedAt
              : now().plus(check));
    }
  }

  @Override
  public synchronized CloseReply close(CloseIntent intent) {
    ModelRow row = row(intent.session());
    return row == null ? new CloseReply.Missing() : end.apply(row, intent, now());
  }

  @Override
  public synchronized List<CloseReply> closeAll(List<CloseIntent> intents) {
    return intents.stream().map(this::close).toList();
  }

  @Override
  public synchronized CloseReply closeExternal(ExternalRef ref, CloseIntent intent) {
    UUID organization = intent.session().organizationId();
    Optional<ModelRow> row = opening.byRef(organization, ref);
    if (row.isPresent()) {
      return close(intent.forSession(row.get().key(), intent.successorId()));
    }
    early.keep(organization, ref, EarlyEnd.of(intent), now());
    return new CloseReply.Kept();
  }

  @Override
  public synchronized EnrichReply enrich(EnrichIntent intent) {
    ModelRow row = row(intent.session());
    if (row == null) {
      return new EnrichReply.Missing();
    }
    Session is = row.session;
    boolean corrects = intent.kind() == Kind.CORRECTED;
    boolean may =
        corrects
            ? is.reason() != intent.endReason().reason()
                && row.history.stream().noneMatch(it -> it.kind() == Kind.CORRECTED)
            : is.reason() != null && is.reason().isUnspecific();
    if (!is.isEnded() || is.reason() == null || !may) {
      return new EnrichReply.NotEnrichable(is);
    }
    String reported = intent.reportedReason();
    row.session =
        SessionBuilder.of(is)
            .reportedReason(reported == null ? is.reportedReason() : reported)
            .updatedAt(ModelRow.latest(is.updatedAt(), intent.at()))
            .archivedAt(row.anonymized ? is.archivedAt() : null)
            .build();
    end.restamp(row, intent.endReason().reason(), intent.defaultPolicy());
    end.retime(row, is, intent.defaultPolicy());
    row.record(intent.kind(), is.status(), intent.endReason().reason(), intent.triggeredBy());
    if (row.chain != null) {
      row.chain.enrich(now());
    }
    return new EnrichReply.Enriched(is, row.session);
  }

  @Override
  public synchronized Optional<Session> find(SessionKey session) {
    return Optional.ofNullable(row(session)).map(row -> row.session);
  }

  @Override
  public synchronized Optional<Session> findByExternalRef(UUID organizationId, ExternalRef ref) {
    return opening.byRef(organizationId, ref).map(row -> row.session);
  }

  @Override
  public synchronized List<Session> list(ListIntent intent) {
    return rows.values().stream()
        .map(row -> row.session)
        .filter(it -> it.organizationId().equals(intent.organizationId()))
        .filter(it -> ModelFilter.matches(intent.filter(), it))
        .filter(it -> ModelFilter.isAfter(intent.after(), it))
        .sorted(
            comparing(Session::createdAt).thenComparing(Session::id, IdOrder.UNSIGNED).reversed())
        .limit(intent.limit())
        .toList();
  }

  @Override
  public synchronized SessionCounts count(UUID organizationId, SessionFilter filter) {
    SessionCountsBuilder tally = new SessionCountsBuilder();
    rows.values().stream()
        .map(row -> row.session)
        .filter(it -> it.organizationId().equals(organizationId))
        .filter(it -> ModelFilter.matches(filter, it))
        .forEach(it -> tally.add(it.status(), it.reason(), it.outcome(), 1));
    return tally.counts();
  }

  @Override
  public synchronized List<SessionBucket> series(SeriesIntent intent) {
    List<SessionBucket> spans = new ArrayList<>();
    for (Instant from = intent.from(); from.isBefore(intent.to()); ) {
      Instant end = from.plus(intent.bucket());
      Instant to = end.isAfter(intent.to()) ? intent.to() : end;
      spans.add(span(intent, from, to));
      from = to;
    }
    return spans;
  }

  private SessionBucket span(SeriesIntent intent, Instant from, Instant to) {
    SessionCountsBuilder tally = new SessionCountsBuilder();
    List<Long> durations = new ArrayList<>();
    rows.values().stream()
        .map(row -> row.session)
        .filter(it -> it.organizationId().equals(intent.organizationId()))
        .filter(it -> ModelFilter.matches(intent.filter(), it))
        .filter(it -> !it.createdAt().isBefore(from) && it.createdAt().isBefore(to))
        .forEach(
            it -> {
              tally.add(it.status(), it.reason(), it.outcome(), 1);
              if (it.durationMs() != null) {
                durations.add(it.durationMs());
              }
            });
    durations.sort(Long::compare);
    int ended = durations.size();
    return new SessionBucket(
        from,
        to,
        tally.counts(),
        ended == 0 ? null : Duration.ofMillis(durations.get((ended + 1) / 2 - 1)),
        ended == 0 ? null : Duration.ofMillis(durations.get((ended * 95 + 99) / 100 - 1)));
  }

  @Override
  public synchronized List<StoredMessage> messages(
      SessionKey session, int afterSequence, int limit) {
    ModelRow row = row(session);
    return row == null
        ? List.of()
        : row.messages.stream().skip(afterSequence).limit(limit).toList();
  }

  @Override
  public synchronized List<HistoryEntry> history(SessionKey session, int afterSequence, int limit) {
    ModelRow row = row(session);
    return row == null ? List.of() : row.history.stream().skip(afterSequence).limit(limit).toList();
  }

  @Override
  public ChainStore chains() {
    return chains;
  }

  @Override
  public OwnerStore owners() {
    return owners;
  }

  @Override
  public PolicyStore policies() {
    return policies;
  }

  @Override
  public SweepStore sweeps() {
    return sweeps;
  }

  @Override
  public HoldStore holds() {
    return holds;
  }

  @Override
  public DisposalStore disposals() {
    return disposals;
  }

  @Override
  public EvalStore evals() {
    return evals;
  }

  @Override
  public UpdateStore updates() {
    return updates;
  }

  @Override
  public void close() {}
}
