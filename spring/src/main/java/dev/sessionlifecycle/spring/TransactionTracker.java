package dev.sessionlifecycle.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.JdbcTransactionObjectSupport;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sees transactions begin, so that {@link SpringSessions} know which is which, and where each ends.
 * Register it with {@link ConfigurableTransactionManager#addListener}; one may serve any number of
 * transaction managers. The Spring Boot starter does so for those of the application.
 *
 * <p>Without it everything is joined just the same, with two differences:
 *
 * <ul>
 *   <li>Where transactions on two data sources are open on a thread, and the first call comes while
 *       both are, events of that transaction are not reported: it cannot be known which of the two
 *       will end first, and an event is missed rather than invented.
 *   <li>A first call in {@code afterCommit} cannot be told from one before the commit, and becomes
 *       part of the connection that is about to be given back.
 * </ul>
 *
 * <p>Stateless and thread-safe.
 */
public final class TransactionTracker implements TransactionExecutionListener {

  @Override
  public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
    if (failure == null
        && TransactionSynchronizationManager.isSynchronizationActive()
        && transaction instanceof DefaultTransactionStatus status
        && status.isNewTransaction() // not one nested in another
        && status.getTransaction() instanceof JdbcTransactionObjectSupport jdbc
        && jdbc.hasConnectionHolder()) {
      JoinedTransaction.begin(
          jdbc.getConnectionHolder(),
          TransactionSynchronizationManager.isCurrentTransactionReadOnly(),
          true);
    }
  }
}
