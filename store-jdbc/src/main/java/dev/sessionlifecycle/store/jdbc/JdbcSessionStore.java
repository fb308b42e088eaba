package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.session.HistoryEntry;
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
import dev.sessionlifecycle.spi.EnrichIntent;
import dev.sessionlifecycle.spi.EnrichReply;
import dev.sessionlifecycle.spi.EvalStore;
import dev.sessionlifecycle.spi.HoldStore;
import dev.sessionlifecycle.spi.ListIntent;
import dev.sessionlifecycle.spi.MonthStore;
import dev.sessionlifecycle.spi.OpenIntent;
import dev.sessionlifecycle.spi.OwnerStore;
import dev.sessionlifecycle.spi.PolicyStore;
import dev.sessionlifecycle.spi.SeriesIntent;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SweepStore;
import dev.sessionlifecycle.spi.TransitionIntent;
import dev.sessionlifecycle.spi.TransitionReply;
import dev.sessionlifecycle.spi.UpdateStore;
import dev.sessionlifecycle.store.jdbc.internal.chain.BatchChainWriter;
import dev.sessionlifecycle.store.jdbc.internal.chain.EffectsWriter;
import dev.sessionlifecycle.store.jdbc.internal.chain.JdbcChainStore;
import dev.sessionlifecycle.store.jdbc.internal.connect.ConnectionSource;
import dev.sessionlifecycle.store.jdbc.internal.distributed.OrganizationChainWriter;
import dev.sessionlifecycle.store.jdbc.internal.distributed.OrganizationEndsWriter;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.AppendMessages;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.CloseSession;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.FastPath;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.MoveSession;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.OpenSession;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.OpenSessions;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.OwnerLeases;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.RecordEvals;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.SessionListing;
import dev.sessionlifecycle.store.jdbc.internal.lifecycle.UpdateSession;
import dev.sessionlifecycle.store.jdbc.internal.postgres.PostgresChainWriter;
import dev.sessionlifecycle.store.jdbc.internal.postgres.PostgresFastPath;
import dev.sessionlifecycle.store.jdbc.internal.retention.Disposer;
import dev.sessionlifecycle.store.jdbc.internal.retention.HoldTable;
import dev.sessionlifecycle.store.jdbc.internal.retention.JdbcDisposalStore;
import dev.sessionlifecycle.store.jdbc.internal.retention.MonthPurge;
import dev.sessionlifecycle.store.jdbc.internal.retention.SweepTable;
import dev.sessionlifecycle.store.jdbc.internal.row.AttemptTable;
import dev.sessionlifecycle.store.jdbc.internal.row.ChainTable;
import dev.sessionlifecycle.store.jdbc.internal.row.ExternalRefTable;
import dev.sessionlifecycle.store.jdbc.internal.row.HistoryTable;
import dev.sessionlifecycle.store.jdbc.internal.row.LockOrder;
import dev.sessionlifecycle.store.jdbc.internal.row.MessageTable;
import dev.sessionlifecycle.store.jdbc.internal.row.OrganizationsAtWork;
import dev.sessionlifecycle.store.jdbc.internal.row.PolicyTable;
import dev.sessionlifecycle.store.jdbc.internal.row.SessionTable;
import dev.sessionlifecycle.store.jdbc.internal.sql.ExternalKeys;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores sessions in a database: H2 2.2 or newer, embedded in a file or in memory, or PostgreSQL 15
 * or newer. Thread-safe.
 *
 * <p>Each call runs in a transaction of its own at READ COMMITTED; {@link #joining(Connection)}
 * returns a view whose calls are part of the caller's transaction. A call that the database rolls
 * back (deadlock, serialization failure) has had no effect and is retried a few times; any other
 * database failure is reported as a {@link dev.sessionlifecycle.errors.StoreException}, transient
 * or not.
 */
public final class JdbcSessionStore implements SessionStore {
  private final StoreFactory factory;
  private final Runnable onClose;
  private final Transactions transactions;
  private final FastPath fastPath;
  private final SessionTable sessions;
  private final MessageTable messages;
  private final HistoryTable history;
  private final ExternalRefTable externalRefs;
  private final AppendMessages appendMessages;
  private final CloseSession closeSession;
  private final OpenSession openSession;
  private final OpenSessions openSessions;
  private final MoveSession moveSession;
  private final SessionListing listing;
  private final ChainStore chains;
  private final OwnerStore owners;
  private final PolicyTable policies;
  private final EvalStore evals;
  private final UpdateStore updates;
  private final SweepStore sweeps;
  private final HoldTable holds;
  private final DisposalStore disposals;
  private final @Nullable MonthStore months;
  private final boolean isDistributed;

  /**
   * Creates a store, or a view that joins a transaction.
   *
   * @param transactions the transactions in which it works
   */
  JdbcSessionStore(
      StoreFactory factory,
      SqlTemplates sql,
      ExternalKeys externalKeys,
      Transactions transactions,
      Runnable onClose) {
    this.factory = factory;
    this.onClose = onClose;
    this.transactions = transactions;
    sessions = new SessionTable(sql, externalKeys);
    messages = new MessageTable(sql);
    history = new HistoryTable(sql);
    externalRefs = new ExternalRefTable(sql, externalKeys);
    policies = new PolicyTable(sql, transactions);
    OrganizationsAtWork atWork = new OrganizationsAtWork();
    isDistributed = sql.dialect().isDistributed();
    Consumer<UUID> madeDue = isDistributed ? atWork::add : organization -> {};
    ChainTable chainTable = new ChainTable(sql, madeDue);
    appendMessages = new AppendMessages(transactions, sessions, messages);
    closeSession =
        new CloseSession(
            sessions,
            history,
            externalRefs,
            chainTable,
            policies,
            appendMessages,
            isDistributed ? new OrganizationEndsWriter(sql, madeDue) : null);
    openSession = new OpenSession(sessions, history, externalRefs, closeSession);
    openSessions = new OpenSessions(transactions, sessions, history, externalRefs, openSession);
    moveSession = new MoveSession(sessions, history, policies, chainTable);
    listing = new SessionListing(sql);
    owners = new OwnerLeases(sql, transactions, sessions, history, messages, policies);
    updates = new UpdateSession(sql, transactions, sessions, chainTable);
    evals = new RecordEvals(sql, transactions, sessions);
    sweeps = new SweepTable(sql, transactions, sessions, history, externalRefs);
    holds = new HoldTable(sql, transactions);
    Disposer disposer = new Disposer(sql, holds);
    disposals = new JdbcDisposalStore(sql, transactions, disposer);
    AttemptTable attempts = new AttemptTable(sql);
    boolean isFast = sql.dialect().hasReturning() && !isDistributed;
    fastPath = isFast ? new PostgresFastPath(sql, transactions, sessions) : new FastPath() {};
    chains =
        new JdbcChainStore(
            transactions,
            isDistributed
                ? new OrganizationChainWriter(
                    sql, attempts, atWork, factory.lookEvery(), System::nanoTime)
                : isFast ? new PostgresChainWriter(sql) : new BatchChainWriter(sql, attempts),
            new EffectsWriter(sql, sessions, messages, history),
            chainTable,
            attempts,
            sessions,
            history,
            messages);
    months =
        sql.dialect().hasPartitions() && !transactions.isJoined()
            ? new MonthPurge(sql, transactions, disposer)
            : null;
  }

  /**
   * Opens a database embedded in this JVM and kept in a file, which is created if missing and
   * migrated to the current schema. Acknowledged writes survive a crash. Needs the H2 jar.
   *
   * @param path the file without its extension, absolute or relative to the working directory
   */
  public static JdbcSessionStore h2(String path) {
    return h2Builder(path).build();
  }

  /** Returns a builder for a store like that of {@link #h2(String)}. */
  public static JdbcSessionStoreBuilder h2Builder(String path) {
    Validator.require("path", path);
    return new JdbcSessionStoreBuilder(settings -> ConnectionSource.h2File(path, settings))
        .schemaMode(SchemaMode.MIGRATE);
  }

  /**
   * Opens a database in the memory of this JVM. Its contents are lost when the last store with this
   * name is closed. Needs the H2 jar.
   */
  public static JdbcSessionStore h2Memory(String name) {
    return h2MemoryBuilder(name).build();
  }

  /** Returns a builder for a store like that of {@link #h2Memory(String)}. */
  public static JdbcSessionStoreBuilder h2MemoryBuilder(String name) {
    Validator.require("name", name);
    return new JdbcSessionStoreBuilder(settings -> ConnectionSource.h2Memory(name, settings))
        .schemaMode(SchemaMode.MIGRATE);
  }

  /**
   * Connects to a PostgreSQL database through a connection pool of the store's own. The schema must
   * exist. Needs the jars of the PostgreSQL driver and of HikariCP.
   *
   * @param url a JDBC URL, such as {@code jdbc:postgresql://localhost/sessions}
   */
  public static JdbcSessionStore postgres(String url, String user, String password) {
    return postgresBuilder(url, user, password).build();
  }

  /** Returns a builder for a store like that of {@link #postgres(String, String, String)}. */
  public static JdbcSessionStoreBuilder postgresBuilder(String url, String user, String password) {
    Validator.require("url", url);
    Validator.require("user", user);
    Validator.require("password", password);
    return new JdbcSessionStoreBuilder(
        settings -> ConnectionSource.postgres(url, user, password, settings));
  }

  /**
   * Uses the caller's data source, whose connections must have autocommit on. The schema must
   * exist. The store never closes the data source.
   */
  public static JdbcSessionStore of(DataSource source) {
    return builder(source).build();
  }

  /**
   * Uses the caller's data source to read only: for lists, counts and screens, from a standby if
   * the data source leads to one. Like {@link #of(DataSource)}, and as {@link
   * JdbcSessionStoreBuilder#readOnly()} says.
   */
  public static JdbcSessionStore readOnly(DataSource source) {
    return builder(source).readOnly().build();
  }

  /** Returns a builder for a store like that of {@link #of(DataSource)}. */
  public static JdbcSessionStoreBuilder builder(DataSource source) {
    Validator.require("source", source);
    return new JdbcSessionStoreBuilder(settings -> ConnectionSource.of(source, settings));
  }

  /**
   * Returns a view of this store that works in the transaction on the caller's connection. Each
   * call is atomic by itself, using a savepoint; the view never commits, rolls back, closes the
   * connection, changes its autocommit setting or uses a second connection. It is as thread-safe as
   * the connection, and can be used until the transaction ends.
   *
   * <p>The connection must be in a transaction: calls fail while autocommit is on. If the isolation
   * is stricter than READ COMMITTED, a call that loses a race fails with a transient exception.
   *
   * <p>On H2, after a deadlock, the whole transaction must be rolled back, and the view refuses all
   * further calls: if the rest were committed, H2 might leave the other transaction waiting
   * forever.
   */
  public SessionStore joining(Connection connection) {
    return factory.joining(connection);
  }

  /** Joins the transaction of a Jdbi handle, as {@link #joining(Connection)} does. */
  public SessionStore joining(Handle handle) {
    return joining(handle.getConnection());
  }

  /**
   * Creates the missing monthly partitions of messages and history, from the current month on, if
   * the tables are partitioned. {@link SchemaMode#MIGRATE} does so for twelve months at each start;
   * a process that runs longer, or manages the schema itself, should call this every few weeks.
   * Rows of sessions from a month without a partition go to the default partition and stay there.
   *
   * @param months how many months, including the current one; from 1 to 120
   * @return how many partitions were created; 0 if the tables are not partitioned
   * @throws dev.sessionlifecycle.errors.StoreException if the database cannot be reached, or its
   *     user may not create tables
   */
  public int prepareMonths(int months) {
    if (months < 1 || months > 120) {
      throw Validator.invalid("months", "must be between 1 and 120");
    }
    return factory.prepareMonths(months);
  }

  @Override
  public OpenResult open(OpenIntent intent) {
    return fastPath
        .open(intent)
        .orElseGet(() -> transactions.together(tx -> openSession.open(tx, intent)));
  }

  @Override
  public AppendReply append(AppendIntent intent) {
    return fastPath
        .append(intent)
        .orElseGet(() -> transactions.together(tx -> appendMessages.append(tx, intent)));
  }

  @Override
  public List<OpenResult> openAll(List<OpenIntent> intents) {
    return transactions.call(() -> openSessions.openAll(intents, this::open));
  }

  @Override
  public List<AppendReply> appendAll(List<AppendIntent> intents) {
    return transactions.call(() -> appendMessages.appendAll(intents));
  }

  @Override
  public TransitionReply transition(TransitionIntent intent) {
    return fastPath
        .transition(intent)
        .orElseGet(() -> transactions.together(tx -> moveSession.transition(tx, intent)));
  }

  @Override
  public CloseReply close(CloseIntent intent) {
    return fastPath
        .close(intent)
        .orElseGet(() -> transactions.together(tx -> closeSession.close(tx, intent)));
  }

  @Override
  public List<CloseReply> closeAll(List<CloseIntent> intents) {
    return transactions.call(() -> CloseSession.closeAll(intents, this::closeTogether));
  }

  private List<CloseReply> closeTogether(List<CloseIntent> inOrder) {
    return fastPath.closeAll(inOrder).orElseGet(() -> closeUnderLocks(inOrder));
  }

  /** Those of an organization in one transaction, if its rows may be on a server of their own. */
  private List<CloseReply> closeUnderLocks(List<CloseIntent> inOrder) {
    List<CloseReply> replies = new ArrayList<>();
    for (List<CloseIntent> unit :
        LockOrder.units(inOrder, it -> it.session().organizationId(), isDistributed)) {
      replies.addAll(transactions.together(tx -> closeSession.closeTogether(tx, unit)));
    }
    return replies;
  }

  @Override
  public List<Optional<AppendReply>> tryAppendAll(List<AppendIntent> intents) {
    return fastPath.tryAppendAll(intents).orElseGet(() -> SessionStore.super.tryAppendAll(intents));
  }

  @Override
  public List<Optional<TransitionReply>> tryTransitionAll(List<TransitionIntent> intents) {
    return fastPath
        .tryTransitionAll(intents)
        .orElseGet(() -> SessionStore.super.tryTransitionAll(intents));
  }

  @Override
  public List<Optional<CloseReply>> tryCloseAll(List<CloseIntent> intents) {
    return fastPath.tryCloseAll(intents).orElseGet(() -> SessionStore.super.tryCloseAll(intents));
  }

  @Override
  public int combinedStatements() {
    return isJoined() ? 0 : fastPath.combinedStatements();
  }

  @Override
  public CloseReply closeExternal(ExternalRef ref, CloseIntent intent) {
    UUID organization = intent.session().organizationId();
    UUID known = transactions.single(tx -> externalRefs.find(tx, organization, ref)).orElse(null);
    if (known != null) {
      // The entry of the external id is not locked: a purge locks the session first, so the two
      // would deadlock.
      CloseReply reply =
          close(intent.forSession(new SessionKey(organization, known), intent.successorId()));
      if (!(reply instanceof CloseReply.Missing)) {
        return reply;
      }
    }
    return transactions.together(tx -> closeSession.closeExternal(tx, ref, intent));
  }

  @Override
  public EnrichReply enrich(EnrichIntent intent) {
    return transactions.together(tx -> moveSession.enrich(tx, intent));
  }

  @Override
  public Optional<Session> find(SessionKey session) {
    return transactions.single(tx -> sessions.find(tx, session));
  }

  @Override
  public Optional<Session> findByExternalRef(UUID organizationId, ExternalRef ref) {
    return transactions.single(
        tx ->
            externalRefs
                .find(tx, organizationId, ref)
                .flatMap(id -> sessions.find(tx, new SessionKey(organizationId, id))));
  }

  @Override
  public List<Session> list(ListIntent intent) {
    return transactions.single(tx -> listing.list(tx, intent));
  }

  @Override
  public SessionCounts count(UUID organizationId, SessionFilter filter) {
    return transactions.single(tx -> listing.count(tx, organizationId, filter));
  }

  @Override
  public List<SessionBucket> series(SeriesIntent intent) {
    return transactions.together(tx -> listing.series(tx, intent));
  }

  @Override
  public List<StoredMessage> messages(SessionKey session, int afterSequence, int limit) {
    return transactions.single(tx -> messages.page(tx, session, afterSequence, limit));
  }

  @Override
  public List<HistoryEntry> history(SessionKey session, int afterSequence, int limit) {
    return transactions.single(tx -> history.page(tx, session, afterSequence, limit));
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
  public EvalStore evals() {
    return evals;
  }

  @Override
  public UpdateStore updates() {
    return updates;
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
  public Optional<MonthStore> months() {
    return Optional.ofNullable(months);
  }

  @Override
  public boolean isJoined() {
    return transactions.isJoined();
  }

  @Override
  public void close() {
    onClose.run();
  }
}
