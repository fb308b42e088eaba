package dev.sessionlifecycle.verification.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that counts borrowed connections, and records calls that only its owner may make.
 */
final class CountingDataSource {
  /** Calls that decide a transaction or a connection; rolling back to a savepoint does not. */
  private static final Set<String> DECIDES =
      Set.of("commit", "close", "abort", "setAutoCommit", "setReadOnly", "setTransactionIsolation");

  private final DataSource target;
  private final AtomicInteger borrowed = new AtomicInteger();
  private final List<String> decisions = new CopyOnWriteArrayList<>();

  CountingDataSource(DataSource target) {
    this.target = target;
  }

  /** Returns the data source to pass to a store. */
  DataSource dataSource() {
    return proxy(DataSource.class, target);
  }

  /** Wraps a connection of the host to pass to a store: it is not counted. */
  Connection watch(Connection connection) {
    return proxy(Connection.class, connection);
  }

  int borrowed() {
    return borrowed.get();
  }

  List<String> decisions() {
    return decisions;
  }

  private <T> T proxy(Class<T> type, Object of) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              note(method.getName(), arguments);
              try {
                return method.invoke(of, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private void note(String method, Object @Nullable [] arguments) {
    if (method.equals("getConnection") && arguments == null) {
      borrowed.incrementAndGet();
    } else if (DECIDES.contains(method) || (method.equals("rollback") && arguments == null)) {
      decisions.add(method);
    }
  }
}
