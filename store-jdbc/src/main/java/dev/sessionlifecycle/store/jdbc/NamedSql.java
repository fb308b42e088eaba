package dev.sessionlifecycle.store.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement with names for its parameters, taken apart once: for the few statements where the
 * time that Jdbi takes to do so for every call would show.
 */
final class NamedSql {
  private static final Pattern NAME = Pattern.compile(":([a-zA-Z][a-zA-Z0-9]*)");

  private final String text;
  private final List<String> names;

  private NamedSql(String text, List<String> names) {
    this.text = text;
    this.names = names;
  }

  static NamedSql of(String template) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAME.matcher(template);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      names.add(matcher.group(1));
      matcher.appendReplacement(text, "?");
    }
    return new NamedSql(matcher.appendTail(text).toString(), List.copyOf(names));
  }

  /** Reads a row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs it and reads every row; the store's clock is bound by itself. */
  <T> List<T> query(Tx tx, Map<String, @Nullable Object> values, Reader<T> reader) {
    return query(tx.link(), values, reader);
  }

  /** Runs it and reads every row; the store's clock is bound by itself. */
  <T> List<T> query(Link link, Map<String, @Nullable Object> values, Reader<T> reader) {
    link.clock().now().ifPresent(now -> values.put("now", Rows.utc(now)));
    try (PreparedStatement prepared = prepare(link, values);
        ResultSet rows = prepared.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    } catch (SQLException e) {
      throw Tx.wrap(e);
    }
  }

  private PreparedStatement prepare(Link link, Map<String, @Nullable Object> values)
      throws SQLException {
    PreparedStatement statement = link.connection().prepareStatement(text);
    try {
      for (int i = 0; i < names.size(); i++) {
        Object value = values.get(names.get(i));
        if (value == null) {
          statement.setNull(i + 1, Types.NULL);
        } else {
          statement.setObject(i + 1, value);
        }
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}
