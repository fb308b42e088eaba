package dev.sessionlifecycle.spring;

import dev.sessionlifecycle.JoinedSessions;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.sql.Connection;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The sessions of a lifecycle, as part of Spring's transactions. Each call looks at its thread:
 *
 * <ul>
 *   <li>Where a transaction on the data source of the store is in progress (plain JDBC, JPA, {@code
 *       TransactionTemplate}, {@code @Transactional} with any propagation), the call is part of it:
 *       it is committed or rolled back with it. After the commit the finalizer is woken and the
 *       {@link SessionListener}s are called; after a rollback, also one to the savepoint of a
 *       {@code NESTED} transaction, they are not.
 *   <li>Otherwise the call has a transaction of its own, as on the lifecycle. That is also so once
 *       the transaction is committed, in {@code afterCommit} or an event listener of that phase:
 *       what is done there would otherwise depend on a commit that never comes.
 * </ul>
 *
 * <p>A call that writes is refused in a read-only transaction, with a {@link StoreException} that
 * is not transient; reads work. Calls on other threads, such as {@code @Async}, are not part of the
 * transaction.
 *
 * <p>The object is thread-safe, and so is what {@link #organization} returns: both may be kept and
 * used in and outside of transactions. Register a {@link TransactionTracker} with the transaction
 * managers of the application; see there for what is less exact without it. Needs Spring 6.2 or
 * newer.
 */
public final class SpringSessions implements Organizations {
  private final SessionLifecycle lifecycle;
  private final JdbcSessionStore store;
  private final DataSource dataSource;

  private SpringSessions(
      SessionLifecycle lifecycle, JdbcSessionStore store, DataSource dataSource) {
    this.lifecycle = lifecycle;
    this.store = store;
    this.dataSource = dataSource;
  }

  /**
   * Returns the sessions of a lifecycle.
   *
   * @param store the store of the lifecycle
   * @param dataSource the data source that the store was built on, which the transaction manager
   *     uses as well; for a {@link TransactionAwareDataSourceProxy} the one behind it is taken
   */
  public static SpringSessions of(
      SessionLifecycle lifecycle, JdbcSessionStore store, DataSource dataSource) {
    Validator.require("lifecycle", lifecycle);
    Validator.require("store", store);
    DataSource plain = Validator.require("data_source", dataSource);
    while (plain instanceof TransactionAwareDataSourceProxy proxy) {
      plain = Validator.require("data_source", proxy.getTargetDataSource());
    }
    return new SpringSessions(lifecycle, store, plain);
  }

  @Override
  public OrganizationSessions organization(UUID organizationId) {
    lifecycle.organization(organizationId); // refuses null at once, as every other implementation
    return new JoiningSessions(
        organizationId,
        () -> toRead().organization(organizationId),
        () -> toWrite().organization(organizationId));
  }

  @Override
  public Organizations readOnly() {
    return new ReadOnlyOrganizations(this);
  }

  /** Returns the sessions for a call that reads on this thread. */
  Organizations toRead() {
    JoinedTransaction transaction = JoinedTransaction.ofThread(dataSource);
    return transaction == null ? lifecycle : transaction.join(this);
  }

  private Organizations toWrite() {
    JoinedTransaction transaction = JoinedTransaction.ofThread(dataSource);
    if (transaction == null) {
      return lifecycle;
    }
    if (transaction.isReadOnly()) {
      throw readOnlyTransaction();
    }
    return transaction.join(this);
  }

  /** Joins the transaction that is in progress on this thread. */
  JoinedSessions join() {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    // It stays that of the transaction until its end: to release it only counts its users.
    DataSourceUtils.releaseConnection(connection, dataSource);
    return lifecycle.joining(store.joining(connection));
  }

  /** Wakes the finalizer. */
  void wake() {
    lifecycle.finalizer().wake();
  }

  private static StoreException readOnlyTransaction() {
    String name = TransactionSynchronizationManager.getCurrentTransactionName();
    return new StoreException(
        "the call writes, and the transaction"
            + (name == null ? "" : " of " + name)
            + " is read-only: remove readOnly = true from its @Transactional annotation, which may"
            + " be on the class, or give the method that ends sessions"
            + " @Transactional(propagation = REQUIRES_NEW) of its own",
        false,
        null);
  }
}
