package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.StoreException;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Brings the schema up to date, or says what is missing. */
final class Migrator {
  /** For databases within this JVM whose definitions are no part of a transaction. */
  private static final Object ONE_AT_A_TIME = new Object();

  private static final int TRIES = 4;

  private final Jdbi jdbi;
  private final SqlText sql;

  Migrator(Jdbi jdbi, SqlText sql) {
    this.jdbi = jdbi;
    this.sql = sql;
  }

  void run(SchemaMode mode) {
    try (Handle handle = jdbi.open()) {
      if (mode == SchemaMode.MIGRATE) {
        migrate(handle);
      }
      if (mode != SchemaMode.NONE) {
        validate(handle);
      }
    } catch (JdbiException e) {
      throw Errors.translate(e);
    }
  }

  private void migrate(Handle handle) {
    if (sql.dialect().transactionalDdl()) {
      handle.useTransaction(this::apply);
      return;
    }
    synchronized (ONE_AT_A_TIME) {
      for (int tried = 1; !hasApplied(handle, tried == TRIES); tried++) {}
    }
  }

  /** Every statement may be run again: where another process interferes, all of it is. */
  private boolean hasApplied(Handle handle, boolean isLast) {
    try {
      apply(handle);
      return true;
    } catch (JdbiException e) {
      if (isLast) {
        throw e;
      }
      return false;
    }
  }

  private void apply(Handle handle) {
    if (version(handle).orElse(0) == SchemaFiles.newest()) {
      return;
    }
    sql.dialect().lockForMigration(handle, sql.table("schema_version"));
    if (!sql.schemaName().isEmpty()) {
      handle.execute("CREATE SCHEMA IF NOT EXISTS " + sql.schemaName());
    }
    for (int next = version(handle).orElse(0) + 1; next <= SchemaFiles.newest(); next++) {
      for (String statement : SchemaFiles.statements(sql, next)) {
        handle.execute(statement);
      }
      record(handle, next);
    }
  }

  private void record(Handle handle, int version) {
    try {
      handle.execute(SchemaFiles.record(sql, version));
    } catch (JdbiException e) {
      if (!Errors.isDuplicate(e)) {
        throw e;
      }
    }
  }

  private void validate(Handle handle) {
    int found = version(handle).orElse(0);
    int wanted = SchemaFiles.newest();
    if (found > wanted) {
      throw new StoreException(
          "the schema has version "
              + found
              + ", and this library knows only "
              + wanted
              + ": use the version of the library that brought the schema, or a newer one",
          false,
          null);
    } else if (found < wanted) {
      throw new StoreException(
          "the schema has version "
              + found
              + ", and this library needs "
              + wanted
              + ". Build the store with SchemaMode.MIGRATE, or run:\n"
              + SchemaFiles.script(sql, found),
          false,
          null);
    }
  }

  /** The version of the schema; empty where there is none. */
  private OptionalInt version(Handle handle) {
    if (!exists(handle)) {
      return OptionalInt.empty();
    }
    Integer version =
        handle
            .createQuery(sql.of("SELECT MAX(version) FROM {schema_version}"))
            .map((row, ctx) -> row.getInt(1))
            .one();
    return OptionalInt.of(version);
  }

  private boolean exists(Handle handle) {
    try {
      String schema =
          sql.schemaName().isEmpty() ? handle.getConnection().getSchema() : sql.schemaName();
      return handle
              .createQuery(
                  "SELECT COUNT(*) FROM information_schema.tables"
                      + " WHERE LOWER(table_schema) = LOWER(:schema)"
                      + " AND LOWER(table_name) = LOWER(:table)")
              .bind("schema", schema)
              .bind("table", sql.tableName("schema_version"))
              .mapTo(Integer.class)
              .one()
          > 0;
    } catch (SQLException e) {
      throw Errors.translate(e);
    }
  }
}
