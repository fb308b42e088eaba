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
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * Sessions in a database: H2 2.5 or newer, embedded in a file or in memory, or PostgreSQL 15 or
 * newer. Thread-safe.
 *
 * <p>Every call is one transaction of its own, at READ COMMITTED; {@link #joining(Connection)}
 * gives a view whose calls are part of a transaction of the host. A call that the database undoes
 * (deadlock, serialization failure) is tried again a few times, since nothing of it was done; any
 * other failure of the database is a {@link dev.sessionlifecycle.errors.StoreException}, transient
 * or not.
 */
public final class JdbcSessionStore implements SessionStore {
  private final Wiring wiring;
  private final Operations operations;

  JdbcSessionStore(Wiring wiring, Operations operations) {
    this.wiring = wiring;
    this.operations = operations;
  }

  /**
   * A database embedded in this JVM, kept in a file that is made where it is missing, and brought
   * up to date. What was acknowledged survives a crash. Needs the H2 jar.
   *
   * @param path the file without its ending, absolute or relative to the working directory
   */
  public static JdbcSessionStore h2(String path) {
    return h2Builder(path).build();
  }

  /** The same, with options. */
  public static JdbcSessionStoreBuilder h2Builder(String path) {
    return new JdbcSessionStoreBuilder(timeouts -> OwnSources.h2File(path, timeouts))
        .schemaMode(SchemaMode.MIGRATE);
  }

  /**
   * A database in the memory of this JVM, gone when the last store of its name is closed. Needs the
   * H2 jar.
   */
  public static JdbcSessionStore h2Memory(String name) {
    return h2MemoryBuilder(name).build();
  }

  /** The same, with options. */
  public static JdbcSessionStoreBuilder h2MemoryBuilder(String name) {
    return new JdbcSessionStoreBuilder(timeouts -> OwnSources.h2Memory(name, timeouts))
        .schemaMode(SchemaMode.MIGRATE);
  }

  /**
   * A PostgreSQL database through a pool of the store's own, whose schema must be there. Needs the
   * jars of PostgreSQL's driver and of HikariCP.
   *
   * @param url a JDBC URL, such as {@code jdbc:postgresql://localhost/sessions}
   */
  public static JdbcSessionStore postgres(String url, String user, String password) {
    return postgresBuilder(url, user, password).build();
  }

  /** The same, with options. */
  public static JdbcSessionStoreBuilder postgresBuilder(String url, String user, String password) {
    return new JdbcSessionStoreBuilder(
        timeouts -> OwnSources.postgres(url, user, password, timeouts));
  }

  /**
   * The host's own data source, whose schema must be there. It stays the host's: it is never
   * closed. Its connections must come with autocommit on.
   */
  public static JdbcSessionStore of(DataSource source) {
    return builder(source).build();
  }

  /** The same, with options. */
  public static JdbcSessionStoreBuilder builder(DataSource source) {
    return new JdbcSessionStoreBuilder(timeouts -> OwnSources.given(source, timeouts));
  }

  /**
   * A view of this store whose work is part of the transaction on a connection of the host. Each
   * call is atomic by itself, by a savepoint; the view never commits, rolls back, closes the
   * connection, changes its autocommit, or takes a second one. It is as thread-safe as the
   * connection, and of use until the transaction ends.
   *
   * <p>The connection must be in a transaction: a call where autocommit is on fails. Where the
   * isolation is stricter than READ COMMITTED, a call that loses a race fails, and is transient.
   *
   * <p>On H2 a call that meets a deadlock asks for the whole transaction to be rolled back, and the
   * view refuses every further call: H2 may leave the other side waiting for good where the rest is
   * committed.
   */
  public SessionStore joining(Connection connection) {
    return wiring.joining(connection);
  }

  /** The same for the connection of a Jdbi handle. */
  public SessionStore joining(Handle handle) {
    return joining(handle.getConnection());
  }

  /**
   * Where the tables are partitioned, makes the parts of messages and history that are missing for
   * this month and those that follow. {@link SchemaMode#MIGRATE} does so for twelve at each start;
   * a host that runs longer, or brings the schema itself, calls this every few weeks. A month that
   * was not prepared in time stays in the part that such months share.
   *
   * @param months how many, this one included; from 1 to 120
   * @return how many parts were made; 0 where the tables are not partitioned
   * @throws dev.sessionlifecycle.errors.StoreException where the database cannot be reached, or its
   *     user may not make tables
   */
  public int prepareMonths(int months) {
    if (months < 1 || months > 120) {
      throw new IllegalArgumentException("months: from 1 to 120");
    }
    return wiring.prepareMonths(months);
  }

  @Override
  public OpenResult open(OpenIntent intent) {
    return operations.open(intent);
  }

  @Override
  public AppendReply append(AppendIntent intent) {
    return operations.append(intent);
  }

  @Override
  public List<OpenResult> openAll(List<OpenIntent> intents) {
    return operations.openAll(intents);
  }

  @Override
  public List<AppendReply> appendAll(List<AppendIntent> intents) {
    return operations.appendAll(intents);
  }

  @Override
  public TransitionReply transition(TransitionIntent intent) {
    return operations.transition(intent);
  }

  @Override
  public CloseReply close(CloseIntent intent) {
    return operations.close(intent);
  }

  @Override
  public List<CloseReply> closeAll(List<CloseIntent> intents) {
    return operations.closeAll(intents);
  }

  @Override
  public CloseReply closeExternal(ExternalRef ref, CloseIntent intent) {
    return operations.closeExternal(ref, intent);
  }

  @Override
  public EnrichReply enrich(EnrichIntent intent) {
    return operations.enrich(intent);
  }

  @Override
  public Optional<Session> find(SessionKey session) {
    return operations.find(session);
  }

  @Override
  public Optional<Session> findByExternalRef(UUID organizationId, ExternalRef ref) {
    return operations.findByExternalRef(organizationId, ref);
  }

  @Override
  public List<Session> list(ListIntent intent) {
    return operations.list(intent);
  }

  @Override
  public SessionCounts count(UUID organizationId, SessionFilter filter) {
    return operations.count(organizationId, filter);
  }

  @Override
  public List<StoredMessage> messages(SessionKey session, int afterSequence, int limit) {
    return operations.messages(session, afterSequence, limit);
  }

  @Override
  public List<HistoryEntry> history(SessionKey session, int afterSequence, int limit) {
    return operations.history(session, afterSequence, limit);
  }

  @Override
  public ChainStore chains() {
    return operations.chains();
  }

  @Override
  public OwnerStore owners() {
    return operations.owners();
  }

  @Override
  public PolicyStore policies() {
    return operations.policies();
  }

  @Override
  public EvalStore evals() {
    return operations.evals();
  }

  @Override
  public UpdateStore updates() {
    return operations.updates();
  }

  @Override
  public SweepStore sweeps() {
    return operations.sweeps();
  }

  @Override
  public HoldStore holds() {
    return operations.holds();
  }

  @Override
  public DisposalStore disposals() {
    return operations.disposals();
  }

  @Override
  public Optional<MonthStore> months() {
    return operations.months();
  }

  @Override
  public void close() {
    wiring.close();
  }
}
