package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.session.SessionCounts;
import dev.sessionlifecycle.session.SessionFilter;
import dev.sessionlifecycle.session.StoredMessage;
import dev.sessionlifecycle.spi.AppendIntent;
import dev.sessionlifecycle.spi.AppendReply;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.DisposalStore;
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.EvalStore;
import dev.sessionlifecycle.spi.HoldStore;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.MonthStore;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.PolicyStore;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SweepStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a store does, in units of work of its own or within a transaction of the host. */
final class Operations implements SessionStore {
  private final Units units;
  private final Tables tables;
  private final Opening opening;
  private final Appending appending;
  private final Moving moving;
  private final Closing closing;
  private final Shortcuts shortcuts;
  private final BulkClosing bulk;
  private final ExternalEnds externalEnds;
  private final JdbcChains chains;
  private final Optional<MonthStore> months;

  Operations(SqlText sql, Units units) {
    this.units = units;
    this.tables = Tables.of(sql, units);
    this.appending = new Appending(tables);
    this.moving = new Moving(tables);
    this.closing = new Closing(tables, appending);
    this.shortcuts =
        sql.dialect() instanceof PostgresDialect
            ? Shortcuts.postgres(sql, units, tables.sessions())
            : Shortcuts.none();
    this.bulk = new BulkClosing(units, closing, shortcuts);
    this.opening = new Opening(tables, closing);
    this.externalEnds = new ExternalEnds(tables, closing);
    this.chains = new JdbcChains(units, tables);
    boolean canHaveMonths = sql.dialect() instanceof PostgresDialect && !units.isJoined();
    this.months = canHaveMonths ? Optional.of(tables.months()) : Optional.empty();
  }

  @Override
  public OpenResult open(OpenIntent intent) {
    return shortcuts.open(intent).orElseGet(() -> units.together(tx -> opening.open(tx, intent)));
  }

  @Override
  public AppendReply append(AppendIntent intent) {
    return shortcuts
        .append(intent)
        .orElseGet(() -> units.together(tx -> appending.append(tx, intent)));
  }

  @Override
  public List<OpenResult> openAll(List<OpenIntent> intents) {
    return units.call(() -> new BulkOpening(units, tables, opening, this::open).openAll(intents));
  }

  @Override
  public List<AppendReply> appendAll(List<AppendIntent> intents) {
    return units.call(() -> new BulkAppending(units, tables).appendAll(intents));
  }

  @Override
  public TransitionReply transition(TransitionIntent intent) {
    return shortcuts
        .transition(intent)
        .orElseGet(() -> units.together(tx -> moving.transition(tx, intent)));
  }

  @Override
  public CloseReply close(CloseIntent intent) {
    return shortcuts.close(intent).orElseGet(() -> units.together(tx -> closing.close(tx, intent)));
  }

  @Override
  public List<CloseReply> closeAll(List<CloseIntent> intents) {
    return units.call(() -> bulk.closeAll(intents));
  }

  @Override
  public CloseReply closeExternal(ExternalRef ref, CloseIntent intent) {
    UUID organization = intent.session().organizationId();
    UUID known = units.single(tx -> tables.externalRefs().find(tx, organization, ref)).orElse(null);
    if (known != null) {
      // The id is not locked: a purge locks the session first, and would wait in a circle.
      CloseReply reply =
          close(intent.forSession(new SessionKey(organization, known), intent.successorId()));
      if (!(reply instanceof CloseReply.Missing)) {
        return reply;
      }
    }
    return units.together(tx -> externalEnds.close(tx, ref, intent));
  }

  @Override
  public EnrichReply enrich(EnrichIntent intent) {
    return units.together(tx -> moving.enrich(tx, intent));
  }

  @Override
  public Optional<Session> find(SessionKey session) {
    return units.single(tx -> tables.sessions().find(tx, session));
  }

  @Override
  public Optional<Session> findByExternalRef(UUID organizationId, ExternalRef ref) {
    return units.single(
        tx ->
            tables
                .externalRefs()
                .find(tx, organizationId, ref)
                .flatMap(id -> tables.sessions().find(tx, new SessionKey(organizationId, id))));
  }

  @Override
  public List<Session> list(ListIntent intent) {
    return units.single(tx -> tables.listing().list(tx, intent));
  }

  @Override
  public SessionCounts count(UUID organizationId, SessionFilter filter) {
    return units.single(tx -> tables.listing().count(tx, organizationId, filter));
  }

  @Override
  public List<StoredMessage> messages(SessionKey session, int afterSequence, int limit) {
    return units.single(tx -> tables.messages().page(tx, session, afterSequence, limit));
  }

  @Override
  public List<HistoryEntry> history(SessionKey session, int afterSequence, int limit) {
    return units.single(tx -> tables.history().page(tx, session, afterSequence, limit));
  }

  @Override
  public ChainStore chains() {
    return chains;
  }

  @Override
  public OwnerStore owners() {
    return tables.owners();
  }

  @Override
  public PolicyStore policies() {
    return tables.policies();
  }

  @Override
  public EvalStore evals() {
    return tables.evals();
  }

  @Override
  public UpdateStore updates() {
    return tables.updates();
  }

  @Override
  public SweepStore sweeps() {
    return tables.sweeps();
  }

  @Override
  public HoldStore holds() {
    return tables.holds();
  }

  @Override
  public DisposalStore disposals() {
    return tables.disposals();
  }

  @Override
  public Optional<MonthStore> months() {
    return months;
  }

  @Override
  public boolean isJoined() {
    return units.isJoined();
  }

  /** Nothing was made here: what the store made, the store closes. */
  @Override
  public void close() {}
}
