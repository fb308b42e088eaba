package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays to bind. */
public final class SqlArrays {
  /** The driver of PostgreSQL sends these in binary, but arrays of objects as text. */
  private static final Map<String, Class<? extends @Nullable Object[]>> TYPED =
      Map.of(
          "varchar", String[].class,
          "text", String[].class,
          "bigint", Long[].class,
          "integer", Integer[].class,
          "smallint", Short[].class,
          "boolean", Boolean[].class);

  private static final BinaryArrays BINARY = BinaryArrays.find();

  private SqlArrays() {}

  /**
   * Creates an array.
   *
   * @param type the SQL type of the elements
   * @param elements of the Java type for it: an {@link OffsetDateTime} for a time
   */
  public static Array create(Connection connection, String type, @Nullable Object[] elements)
      throws SQLException {
    Class<? extends @Nullable Object[]> typed = TYPED.get(type);
    if (typed != null) {
      return connection.createArrayOf(type, Arrays.copyOf(elements, elements.length, typed));
    }
    Array binary = BINARY.create(connection, type, elements);
    return binary == null ? connection.createArrayOf(type, texts(elements)) : binary;
  }

  /** The driver cannot write arrays of times. */
  private static @Nullable Object[] texts(@Nullable Object[] elements) {
    return Arrays.stream(elements)
        .map(it -> it instanceof OffsetDateTime ? it.toString() : it)
        .toArray();
  }
}
