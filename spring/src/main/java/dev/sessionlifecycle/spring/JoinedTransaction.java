package dev.sessionlifecycle.spring;

import dev.sessionlifecycle.JoinedSavepoint;
import dev.sessionlifecycle.JoinedSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A transaction of Spring, with the sessions that joined it. Bound to its thread, under the holder
 * of its connection, from its begin or the first call in it until it has ended.
 *
 * <p>The holder identifies it, rather than the data source: with {@code REQUIRES_NEW} two
 * transactions on one data source are open on a thread, of which one is suspended.
 */
final class JoinedTransaction implements TransactionSynchronization {
  private final ConnectionHolder holder;
  private final boolean isReadOnly;
  private final boolean reportsEvents;
  private final Map<SpringSessions, JoinedSessions> joined = new LinkedHashMap<>();
  private final Map<Object, Map<JoinedSessions, JoinedSavepoint>> savepoints = new HashMap<>();
  private boolean isOver;

  private JoinedTransaction(ConnectionHolder holder, boolean isReadOnly, boolean reportsEvents) {
    this.holder = holder;
    this.isReadOnly = isReadOnly;
    this.reportsEvents = reportsEvents;
  }

  /**
   * Binds a transaction of this thread, and has it called when the innermost one ends.
   *
   * @param reportsEvents whether the transaction is known to be the innermost one
   */
  static JoinedTransaction begin(
      ConnectionHolder holder, boolean isReadOnly, boolean reportsEvents) {
    JoinedTransaction begun = new JoinedTransaction(holder, isReadOnly, reportsEvents);
    TransactionSynchronizationManager.registerSynchronization(begun);
    TransactionSynchronizationManager.bindResource(holder, begun);
    return begun;
  }

  /** Returns the transaction on a data source that a call on this thread is part of; else null. */
  static @Nullable JoinedTransaction ofThread(DataSource dataSource) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()
        || !(TransactionSynchronizationManager.getResource(dataSource)
            instanceof ConnectionHolder holder)) {
      return null;
    }
    if (TransactionSynchronizationManager.getResource(holder) instanceof JoinedTransaction known) {
      return known.isOver ? null : known;
    }
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? found(dataSource, holder)
        : null;
  }

  /** A holder may also keep a connection without a transaction, for as long as another one runs. */
  private static @Nullable JoinedTransaction found(DataSource dataSource, ConnectionHolder holder) {
    Connection connection = DataSourceUtils.getConnection(dataSource);
    try {
      if (connection.getAutoCommit()) {
        return null;
      }
      boolean isAlone = isAlone(holder);
      boolean isReadOnly =
          connection.isReadOnly()
              || (isAlone && TransactionSynchronizationManager.isCurrentTransactionReadOnly());
      return begin(holder, isReadOnly, isAlone);
    } catch (SQLException e) {
      throw new CannotGetJdbcConnectionException("the connection of the transaction is broken", e);
    } finally {
      DataSourceUtils.releaseConnection(connection, dataSource);
    }
  }

  private static boolean isAlone(ConnectionHolder holder) {
    return TransactionSynchronizationManager.getResourceMap().values().stream()
        .noneMatch(it -> it instanceof ConnectionHolder && it != holder);
  }

  boolean isReadOnly() {
    return isReadOnly;
  }

  JoinedSessions join(SpringSessions sessions) {
    return joined.computeIfAbsent(sessions, SpringSessions::join);
  }

  @Override
  public void savepoint(Object savepoint) {
    Map<JoinedSessions, JoinedSavepoint> marks = new HashMap<>();
    joined.values().forEach(it -> marks.put(it, it.afterSavepoint()));
    savepoints.put(savepoint, marks);
  }

  @Override
  public void savepointRollback(Object savepoint) {
    Map<JoinedSessions, JoinedSavepoint> marks =
        Objects.requireNonNullElse(savepoints.get(savepoint), Map.of());
    for (JoinedSessions sessions : joined.values()) {
      JoinedSavepoint mark = marks.get(sessions);
      if (mark == null) {
        sessions.afterRollback(); // joined after the savepoint was set
      } else {
        mark.afterRollback();
      }
    }
  }

  @Override
  public void afterCommit() {
    isOver = true;
    if (reportsEvents) {
      joined.values().forEach(JoinedSessions::afterCommit);
    } else {
      joined.keySet().forEach(SpringSessions::wake);
    }
  }

  @Override
  public void afterCompletion(int status) {
    TransactionSynchronizationManager.unbindResourceIfPossible(holder);
    isOver = true;
    joined.values().forEach(JoinedSessions::afterRollback); // nothing is left after a commit
    joined.clear();
    savepoints.clear();
  }

  /** Before others: what they do after the commit is no part of the transaction. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }
}
