package dev.sessionlifecycle.store.jdbc;

import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parameters that are arrays: a column for each property of many things. */
final class ArrayParameters {
  private final Tx tx;
  private final Map<String, @Nullable Object> values = new HashMap<>();

  ArrayParameters(Tx tx) {
    this.tx = tx;
  }

  /** Adds a property of each of these things. */
  <T> ArrayParameters add(
      String name,
      String type,
      List<T> things,
      Function<? super T, ? extends @Nullable Object> get) {
    @Nullable Object[] column = new @Nullable Object[things.size()];
    for (int i = 0; i < column.length; i++) {
      Object value = get.apply(things.get(i));
      // The driver writes arrays of numbers and strings; times it does not know as elements.
      column[i] = value instanceof java.time.OffsetDateTime ? value.toString() : value;
    }
    return put(name, type, column);
  }

  /** Adds an array of these. */
  ArrayParameters add(String name, String type, Collection<?> elements) {
    return put(name, type, elements.toArray());
  }

  /** Adds a parameter that is no array. */
  ArrayParameters add(String name, @Nullable Object value) {
    values.put(name, value);
    return this;
  }

  Map<String, @Nullable Object> values() {
    return values;
  }

  private ArrayParameters put(String name, String type, @Nullable Object[] column) {
    try {
      values.put(name, tx.connection().createArrayOf(type, column));
      return this;
    } catch (SQLException e) {
      throw Tx.wrap(e);
    }
  }
}
