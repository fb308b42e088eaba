package dev.sessionlifecycle.benchmarks.close;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The exact statement that the library sends to end a session, recorded once and then sent by plain
 * JDBC with the same parameters, except for the session's id.
 */
final class SameStatement {
  private record Bound(String setter, int place, @Nullable Object value) {}

  private final List<Bound> bound = new ArrayList<>();
  private String text = "";

  /** Records the statement while this session ends. */
  static SameStatement overhear(DataSource source, UUID id) {
    SameStatement heard = new SameStatement();
    OrganizationSessions sessions =
        Library.on(JdbcSessionStore.of(heard.listening(DataSource.class, source)));
    Library.check(sessions.close(id, Library.REASON).isWinner());
    heard.bound.replaceAll(it -> id.equals(it.value()) ? new Bound("id", it.place(), id) : it);
    return heard;
  }

  String name() {
    return "same statement, raw JDBC";
  }

  Contender through(DataSource source) {
    return Contender.single(name(), id -> send(source, id));
  }

  private void send(DataSource source, UUID id) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(text)) {
      for (Bound it : bound) {
        switch (it.setter()) {
          case "id" -> statement.setObject(it.place(), id);
          case "setNull" -> statement.setNull(it.place(), Types.NULL);
          default -> statement.setObject(it.place(), it.value());
        }
      }
      try (ResultSet rows = statement.executeQuery()) {
        Library.check(rows.next() && rows.getObject(2, UUID.class).equals(id));
      }
    }
  }

  private <T> T listening(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer(real, method, arguments)));
  }

  private @Nullable Object answer(Object real, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    if (method.getName().equals("prepareStatement") && given != null) {
      text = String.valueOf(given[0]);
      bound.clear();
    } else if (real instanceof PreparedStatement
        && method.getName().startsWith("set")
        && given != null
        && given.length > 1
        && given[0] instanceof Integer place) {
      bound.add(new Bound(method.getName(), place, given[1]));
    }
    try {
      Object result = method.invoke(real, given);
      if (result instanceof PreparedStatement statement) {
        return listening(PreparedStatement.class, statement);
      } else if (result instanceof Connection connection) {
        return listening(Connection.class, connection);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
