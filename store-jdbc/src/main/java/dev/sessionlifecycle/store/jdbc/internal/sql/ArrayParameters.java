package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parameters of a statement over many items: one array for each property of the items. */
public final class ArrayParameters {
  private final Connection connection;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  public ArrayParameters(Connection connection) {
    this.connection = connection;
  }

  /** Adds an array with one property of all items. */
  public <T> ArrayParameters add(
      String name,
      String type,
      List<T> things,
      Function<? super T, ? extends @Nullable Object> get) {
    @Nullable Object[] column = new @Nullable Object[things.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = get.apply(things.get(i));
    }
    return put(name, type, column);
  }

  /** Adds an array. */
  public ArrayParameters add(String name, String type, Collection<?> elements) {
    return put(name, type, elements.toArray());
  }

  /** Adds a parameter that is not an array. */
  public ArrayParameters add(String name, @Nullable Object value) {
    values.put(name, value);
    return this;
  }

  public Map<String, @Nullable Object> values() {
    return values;
  }

  private ArrayParameters put(String name, String type, @Nullable Object[] column) {
    try {
      values.put(name, SqlArrays.create(connection, type, column));
      return this;
    } catch (SQLException e) {
      throw PreparedSql.wrap(e);
    }
  }
}
