package dev.sessionlifecycle.store.jdbc.internal.sql;

import dev.sessionlifecycle.spi.StoreClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * A statement with named parameters, parsed once: for the few statements where Jdbi's parsing on
 * every call would be noticeable.
 */
public final class PreparedSql {
  private static final Pattern NAME = Pattern.compile("(?<!:):([a-zA-Z][a-zA-Z0-9]*)");

  private final String text;
  private final List<String> names;

  private PreparedSql(String text, List<String> names) {
    this.text = text;
    this.names = names;
  }

  public static PreparedSql of(String template) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(template);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      names.add(matcher.group(1));
      matcher.appendReplacement(text, "?");
    }
    return new PreparedSql(matcher.appendTail(text).toString(), List.copyOf(names));
  }

  /** Reads a row. */
  public interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Runs the statement with the store's clock bound, and returns the rows as read.
   *
   * @param values by name; times in UTC or as instants
   */
  public <T> List<T> query(
      Connection connection,
      StoreClock clock,
      Map<String, @Nullable Object> values,
      Reader<T> reader) {
    clock.now().ifPresent(now -> values.put("now", Columns.utc(now)));
    try (PreparedStatement prepared = prepare(connection, values);
        ResultSet rows = prepared.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw wrap(e);
    }
  }

  /** Runs the statement with the store's clock bound, and returns how many rows it changed. */
  public int update(Connection connection, StoreClock clock, Map<String, @Nullable Object> values) {
    clock.now().ifPresent(now -> values.put("now", Columns.utc(now)));
    try (PreparedStatement prepared = prepare(connection, values)) {
      return prepared.executeUpdate();
    } catch (SQLException e) {
      throw wrap(e);
    }
  }

  /** Wraps a JDBC exception as Jdbi wraps its own. */
  public static UnableToExecuteStatementException wrap(SQLException e) {
    return new UnableToExecuteStatementException(e, null);
  }

  private PreparedStatement prepare(Connection connection, Map<String, @Nullable Object> values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text);
    try {
      for (int i = 0; i < names.size(); i++) {
        Object value = values.get(names.get(i));
        if (value == null) {
          statement.setNull(i + 1, Types.NULL);
        } else {
          statement.setObject(i + 1, value instanceof Instant time ? Columns.utc(time) : value);
        }
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}
