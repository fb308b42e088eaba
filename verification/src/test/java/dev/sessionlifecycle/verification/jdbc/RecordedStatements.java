package dev.sessionlifecycle.verification.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** A data source that records every prepared statement that is run, with its parameters. */
final class RecordedStatements {

  /** A statement with its parameters by position, as text; null for none. */
  record RecordedStatement(String sql, Map<Integer, String> parameters) {}

  private final List<RecordedStatement> recorded = new ArrayList<>();
  private int calls;

  DataSource on(DataSource real) {
    return recording(DataSource.class, real, null);
  }

  /** Returns what was run since the last call. */
  List<RecordedStatement> take() {
    List<RecordedStatement> taken = List.copyOf(recorded);
    recorded.clear();
    return taken;
  }

  /** Returns how many nested calls of the library led to the last statement. */
  int calls() {
    return calls;
  }

  private static long countCalls() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(StackWalker.StackFrame::getClassName)
                    .filter(name -> name.startsWith("dev.sessionlifecycle."))
                    .filter(name -> !name.startsWith("dev.sessionlifecycle.verification."))
                    .count());
  }

  private <T> T recording(Class<T> type, T real, RecordedStatement statement) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (statement != null && name.startsWith("set") && method.getParameterCount() > 1) {
                String value = name.equals("setNull") ? null : String.valueOf(arguments[1]);
                statement.parameters().put((Integer) arguments[0], value);
              } else if (statement != null && name.startsWith("execute")) {
                calls = (int) countCalls();
                recorded.add(
                    new RecordedStatement(statement.sql(), new TreeMap<>(statement.parameters())));
              }
              Object result = invoke(real, method, arguments);
              if (result instanceof PreparedStatement prepared) {
                RecordedStatement begun =
                    new RecordedStatement(String.valueOf(arguments[0]), new TreeMap<>());
                return recording(PreparedStatement.class, prepared, begun);
              }
              return result instanceof Connection connection
                  ? recording(Connection.class, connection, null)
                  : result;
            }));
  }

  private static Object invoke(Object real, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
