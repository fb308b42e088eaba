package dev.sessionlifecycle.verification.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that fails one execution as rolled back, or the return of one connection, and
 * records the states of all errors.
 */
final class RollbackDataSource {
  private final DataSource target;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile String undoneBy = "";
  private volatile @Nullable String lostBy;
  private final List<String> states = new CopyOnWriteArrayList<>();

  RollbackDataSource(DataSource target) {
    this.target = target;
  }

  DataSource dataSource() {
    return proxy(DataSource.class, target);
  }

  /** Makes the execution with this number from now on, counted from 1, fail with this state. */
  void undo(int execution, String state) {
    states.clear();
    undoneBy = state;
    left.set(execution);
  }

  /** Makes the next return of a connection fail with this state. */
  void failReturn(String state) {
    states.clear();
    lostBy = state;
  }

  /** Returns the states of the errors since then. */
  List<String> states() {
    return states;
  }

  private <T> T proxy(Class<T> type, Object of) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().startsWith("execute") && left.decrementAndGet() == 0) {
                states.add(undoneBy);
                throw new SQLException("undone", undoneBy);
              }
              Object result;
              try {
                result = method.invoke(of, arguments);
              } catch (InvocationTargetException e) {
                if (e.getCause() instanceof SQLException sql) {
                  states.add(sql.getSQLState());
                }
                throw e.getCause();
              }
              String lost = lostBy;
              if (lost != null && of instanceof Connection && method.getName().equals("close")) {
                lostBy = null;
                states.add(lost);
                throw new SQLException("lost", lost);
              }
              if (result instanceof PreparedStatement statement) {
                return proxy(PreparedStatement.class, statement);
              }
              return result instanceof Connection connection
                  ? proxy(Connection.class, connection)
                  : result;
            }));
  }
}
