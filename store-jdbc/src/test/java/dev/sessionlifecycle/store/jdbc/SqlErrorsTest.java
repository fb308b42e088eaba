package dev.sessionlifecycle.store.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    "57P01, true", // the server stops
    "57P05, true", // the connection was idle for too long
    "25P03, true", // so was the transaction
    "25P04, true", // the transaction took too long
    "40001, true", // it could not be serialized
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
    assertEquals(state, told.sqlState().orElse(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42P01|ERROR: relation \"app.sl_hold\" does not exist|relation app.sl_hold",
        "42703|ERROR: column s.policy_id does not exist|column s.policy_id",
        "42703|ERROR: column \"why\" of relation \"hold\" does not exist|column why, relation hold",
        "23505|ERROR: duplicate key value violates unique constraint \"a\"|constraint a",
        "42S02|Table \"SL_HOLD\" not found; SQL statement:|Table SL_HOLD",
        "23505|Unique index or primary key violation: \"A ON B(C) VALUES ('secret')\"|key A ON B",
      })
  void an_error_names_the_table_the_column_or_the_constraint(
      String state, String text, String named) {
    String told = SqlErrors.translate(new SQLException(text, state)).getMessage();
    assertEquals("the database refused what the store asked (" + state + ": " + named + ")", told);
  }

  @Test
  void a_missing_privilege_names_the_table_and_all_that_the_store_needs() {
    SQLException error = new SQLException("ERROR: permission denied for table sl_session", "42501");
    assertEquals(
        "this user of the database lacks a privilege: the store needs SELECT, INSERT, UPDATE and"
            + " DELETE on its tables (42501: table sl_session)",
        SqlErrors.translate(error).getMessage());
  }

  @Test
  void an_error_names_no_data() {
    for (String text :
        List.of(
            "ERROR: new row violates check constraint \"a\"\n  Detail: column \"secret\"",
            "Unique index or primary key violation: \"A ON B(C) VALUES ('secret')\"")) {
      StoreException told = SqlErrors.translate(new SQLException(text, "23514"));
      assertFalse(told.getMessage().contains("secret"), text);
      assertFalse(String.valueOf(told.getCause()).contains("secret"), text);
    }
    SQLException input = new SQLException("invalid input syntax for type: \"secret\"", "22P02");
    assertFalse(SqlErrors.translate(input).getMessage().contains("secret"));
  }
}
