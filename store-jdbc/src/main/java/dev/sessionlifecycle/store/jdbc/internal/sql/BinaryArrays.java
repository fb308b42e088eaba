package dev.sessionlifecycle.store.jdbc.internal.sql;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of UUIDs and of times in the binary form of PostgreSQL's protocol. Its driver writes them
 * as text, and reading that letter by letter is a tenth of what a combined message costs the server
 * ({@code benchmarks/run combine append}).
 *
 * <p>The driver is looked up by name: a host may have none or hide it, and the driver does not
 * promise what is called here. Where something is missing, arrays go as text.
 */
final class BinaryArrays {
  /** The start of PostgreSQL's time, in seconds of Java's. */
  private static final long YEAR_2000 = 946_684_800;

  /** The ids of the types, of an array and of its elements, in the catalogue of PostgreSQL. */
  private enum Type {
    UUID(2951, 2950, 16),
    TIMESTAMPTZ(1185, 1184, 8);

    private final int array;
    private final int element;
    private final int bytes;

    Type(int array, int element, int bytes) {
      this.array = array;
      this.element = element;
      this.bytes = bytes;
    }
  }

  private static final Map<String, Type> TYPES =
      Map.of("uuid", Type.UUID, "timestamptz", Type.TIMESTAMPTZ);

  private final @Nullable Driver driver;

  private BinaryArrays(@Nullable Driver driver) {
    this.driver = driver;
  }

  private record Driver(
      Class<?> connection, Method queryMode, Constructor<? extends Array> newArray) {

    /**
     * Whether this is a connection of the driver, not in its simple mode, which knows only text.
     */
    boolean isBinary(Object target) throws ReflectiveOperationException {
      return connection.isInstance(target)
          && !"simple".equalsIgnoreCase(String.valueOf(queryMode.invoke(target)));
    }
  }

  /** Looks the driver up. */
  static BinaryArrays find() {
    try {
      Class<?> connection = Class.forName("org.postgresql.core.BaseConnection");
      return new BinaryArrays(
          new Driver(
              connection,
              connection.getMethod("getPreferQueryMode"),
              Class.forName("org.postgresql.jdbc.PgArray")
                  .asSubclass(Array.class)
                  .getConstructor(connection, int.class, byte[].class)));
    } catch (ReflectiveOperationException | LinkageError e) {
      return new BinaryArrays(null);
    }
  }

  /** Returns an array; null where its type or the connection has no binary form. */
  @Nullable Array create(Connection connection, String name, @Nullable Object[] elements) {
    Type type = TYPES.get(name);
    if (type == null || driver == null) {
      return null;
    }
    try {
      Object target =
          connection.isWrapperFor(driver.connection())
              ? connection.unwrap(driver.connection())
              : null;
      return target != null && driver.isBinary(target)
          ? driver.newArray().newInstance(target, type.array, bytes(type, elements))
          : null;
    } catch (SQLException | ReflectiveOperationException e) {
      return null; // a wrapper that cannot unwrap, or is closed, as the array as text will show
    }
  }

  /**
   * Returns an array with one dimension as the server reads it: how many dimensions, whether there
   * are nulls, the type, the length, the first index; then each element with its length, which is
   * -1 for null.
   *
   * @see <a
   *     href="https://github.com/postgres/postgres/blob/REL_18_STABLE/src/backend/utils/adt/arrayfuncs.c">array_recv
   *     of PostgreSQL</a>
   */
  private static byte[] bytes(Type type, @Nullable Object[] elements) {
    int nulls = 0;
    for (Object element : elements) {
      nulls += element == null ? 1 : 0;
    }
    int size = (5 + elements.length) * Integer.BYTES + (elements.length - nulls) * type.bytes;
    ByteBuffer all = ByteBuffer.allocate(size);
    all.putInt(1).putInt(nulls > 0 ? 1 : 0).putInt(type.element).putInt(elements.length).putInt(1);
    for (Object element : elements) {
      all.putInt(element == null ? -1 : type.bytes);
      if (element instanceof UUID id) {
        all.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
      } else if (element instanceof OffsetDateTime time) {
        all.putLong((time.toEpochSecond() - YEAR_2000) * 1_000_000 + time.getNano() / 1_000);
      } else if (element != null) {
        throw new IllegalArgumentException(type + " cannot be a " + element.getClass().getName());
      }
    }
    return all.array();
  }
}
