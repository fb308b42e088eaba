package dev.sessionlifecycle.benchmarks.console;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Adds up how long the driver takes for the statements of a thread: from the call that executes one
 * until its rows are there, which the driver fetches at once; and for beginning and ending
 * transactions.
 */
final class TimedDataSource {
  private static final Set<String> TIMED =
      Set.of(
          "execute",
          "executeQuery",
          "executeUpdate",
          "executeBatch",
          "getConnection",
          "commit",
          "rollback",
          "close");

  private final DataSource source;
  private long nanos;
  private int count;

  TimedDataSource(DataSource source) {
    this.source = source;
  }

  DataSource dataSource() {
    return timed(DataSource.class, source);
  }

  void reset() {
    nanos = 0;
    count = 0;
  }

  long nanos() {
    return nanos;
  }

  /** How many statements were executed. */
  int count() {
    return count;
  }

  private <T> T timed(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    boolean isTimed = TIMED.contains(method.getName());
    long start = isTimed ? System.nanoTime() : 0;
    @Nullable Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    } finally {
      nanos += isTimed ? System.nanoTime() - start : 0;
      count += method.getName().startsWith("execute") ? 1 : 0;
    }
    if (result instanceof PreparedStatement) {
      return timed(PreparedStatement.class, result);
    } else if (result instanceof Connection) {
      return timed(Connection.class, result);
    }
    return result instanceof Statement ? timed(Statement.class, result) : result;
  }
}
