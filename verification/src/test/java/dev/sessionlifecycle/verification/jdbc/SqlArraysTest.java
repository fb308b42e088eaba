package dev.sessionlifecycle.verification.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionlifecycle.store.jdbc.internal.sql.SqlArrays;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Arrays arrive as they were given, in whichever form they are sent. */
class SqlArraysTest {
  private static final String URL = PostgresServer.shared().createDatabase().url();

  private enum Form {
    BINARY {
      @Override
      Connection open() throws SQLException {
        return DriverManager.getConnection(URL);
      }
    },
    SIMPLE_QUERIES {
      @Override
      Connection open() throws SQLException {
        return DriverManager.getConnection(URL + "&preferQueryMode=simple");
      }
    },
    HIDDEN_DRIVER {
      @Override
      Connection open() throws SQLException {
        return wrapped(BINARY.open(), () -> false);
      }
    },
    /** Some wrappers return themselves, or another wrapper. */
    WRAPPER_THAT_UNWRAPS_TO_ITSELF {
      @Override
      Connection open() throws SQLException {
        return wrapped(BINARY.open(), () -> true);
      }
    },
    WRAPPER_THAT_CANNOT_UNWRAP {
      @Override
      Connection open() throws SQLException {
        return wrapped(
            BINARY.open(),
            () -> {
              throw new SQLFeatureNotSupportedException("isWrapperFor");
            });
      }
    };

    abstract Connection open() throws SQLException;
  }

  private record Sample(String type, List<?> elements, String expected) {}

  private static Stream<Sample> samples() {
    UUID low = new UUID(0, 1);
    UUID high = new UUID(-1, -2);
    return Stream.of(
        new Sample(
            "uuid",
            Arrays.asList(low, null, high),
            "{00000000-0000-0000-0000-000000000001,NULL,ffffffff-ffff-ffff-ffff-fffffffffffe}"),
        new Sample("uuid", List.of(), "{}"),
        new Sample("uuid", Collections.singletonList(null), "{NULL}"),
        new Sample(
            "timestamptz",
            Arrays.asList(
                OffsetDateTime.parse("0001-01-01T00:00:00.000001Z"),
                OffsetDateTime.parse("1969-12-31T23:59:59.999999Z"),
                OffsetDateTime.parse("2000-01-01T00:00:00Z"),
                null,
                OffsetDateTime.parse("2026-03-01T10:00:00.123456+05:30"),
                OffsetDateTime.parse("9999-12-31T23:59:59.999999Z")),
            "{\"0001-01-01 00:00:00.000001+00\",\"1969-12-31 23:59:59.999999+00\","
                + "\"2000-01-01 00:00:00+00\",NULL,\"2026-03-01 04:30:00.123456+00\","
                + "\"9999-12-31 23:59:59.999999+00\"}"),
        new Sample(
            "bigint", Arrays.asList(Long.MIN_VALUE, null, 7L), "{-9223372036854775808,NULL,7}"),
        new Sample("integer", Arrays.asList(Integer.MAX_VALUE, null), "{2147483647,NULL}"),
        new Sample("smallint", Arrays.asList((short) -3, null), "{-3,NULL}"),
        new Sample("boolean", Arrays.asList(true, false, null), "{t,f,NULL}"),
        new Sample(
            "varchar", Arrays.asList("a,b", "", null, "NULL"), "{\"a,b\",\"\",NULL,\"NULL\"}"),
        new Sample("text", List.of("é{}\"\\", "😀"), "{\"é{}\\\"\\\\\",😀}"));
  }

  @ParameterizedTest
  @EnumSource
  void an_array_arrives_as_it_was_given(Form form) throws SQLException {
    try (Connection connection = form.open()) {
      for (Sample sample : samples().toList()) {
        assertThat(text(connection, sample)).as(sample.type()).isEqualTo(sample.expected());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ids_and_times_go_in_binary_on_a_connection_of_the_driver_only(Form form) throws Exception {
    try (Connection connection = form.open()) {
      for (Sample sample : samples().limit(4).toList()) {
        assertThat(isBinary(connection, sample)).as(sample.type()).isEqualTo(form == Form.BINARY);
      }
    }
  }

  @Test
  void arrays_of_every_type_go_in_binary() throws Exception {
    try (Connection connection = Form.BINARY.open()) {
      for (Sample sample : samples().toList()) {
        assertThat(isBinary(connection, sample)).as(sample.type()).isTrue();
      }
    }
  }

  private static boolean isBinary(Connection connection, Sample sample) throws Exception {
    Array array = SqlArrays.create(connection, sample.type(), sample.elements().toArray());
    return array.getClass().getMethod("toBytes").invoke(array) != null;
  }

  @Test
  void an_element_of_another_type_is_refused_before_anything_is_sent() throws SQLException {
    try (Connection connection = Form.BINARY.open()) {
      assertThatThrownBy(() -> SqlArrays.create(connection, "uuid", new Object[] {"a"}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("UUID");
    }
  }

  private static String text(Connection connection, Sample sample) throws SQLException {
    Array array = SqlArrays.create(connection, sample.type(), sample.elements().toArray());
    try (PreparedStatement zone = connection.prepareStatement("SET TIME ZONE 'UTC'");
        PreparedStatement query =
            connection.prepareStatement("SELECT CAST(?::" + sample.type() + "[] AS text)")) {
      zone.execute();
      query.setArray(1, array);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }

  /** A connection that does not give the driver's away, whatever it claims. */
  private static Connection wrapped(Connection connection, Callable<Boolean> claim) {
    return (Connection)
        Proxy.newProxyInstance(
            SqlArraysTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("isWrapperFor")) {
                return claim.call();
              }
              if (method.getName().equals("unwrap")) {
                return proxy;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }
}
