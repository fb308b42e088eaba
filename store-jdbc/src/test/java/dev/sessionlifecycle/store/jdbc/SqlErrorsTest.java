package dev.sessionlifecycle.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "08006, true", // the connection is broken
    "53100, true", // the disk is full
    "53200, true", // out of memory
    "53300, true", // too many connections
    "58030, true", // an error of the disk
    "25006, true", // a server that only reads
    "XX000, false", // a defect
    "42P01, false", // no such table
    "23505, false", // a value that is refused
    "25P02, false", // within a transaction that has failed
    "5, false",
    "'', false",
  })
  void a_recoverable_server_error_is_transient(String state, boolean isTransient) {
    StoreException told = SqlErrors.translate(new SQLException("x", state));
    assertEquals(isTransient, told.isTransient());
    assertTrue(told.getMessage().contains(state));
  }
}
