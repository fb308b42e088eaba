package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.StoreClock;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
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
  private final TableLayout layout;
  private final SchemaFiles files;
  private final StoreClock clock;

  Migrator(Jdbi jdbi, SqlText sql, TableLayout layout, StoreClock clock) {
    this.jdbi = jdbi;
    this.sql = sql;
    this.layout = layout;
    this.files = new SchemaFiles(sql, layout);
    this.clock = clock;
  }

  void run(SchemaMode mode) {
    try (Handle handle = jdbi.open()) {
      if (mode == SchemaMode.MIGRATE) {
        migrate(handle);
      }
      if (mode != SchemaMode.NONE) {
        validate(handle);
      }
      if (layout == TableLayout.PARTITIONED && mode == SchemaMode.MIGRATE) {
        new MonthParts(sql).prepare(handle, month(handle), MonthParts.AHEAD);
      }
    } catch (JdbiException e) {
      throw Errors.translate(e);
    }
  }

  /** Makes the parts of this month and those that follow; answers how many were missing. */
  int prepareMonths(int months) {
    try (Handle handle = jdbi.open()) {
      MonthParts parts = new MonthParts(sql);
      boolean canBe = sql.dialect() instanceof PostgresDialect && parts.arePartitioned(handle);
      return canBe ? parts.prepare(handle, month(handle), months) : 0;
    } catch (JdbiException e) {
      throw Errors.translate(e);
    }
  }

  private YearMonth month(Handle handle) {
    return YearMonth.from(new Tx(handle, clock, sql.dialect()).now().atOffset(ZoneOffset.UTC));
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
    if (isSchemaMissing(handle)) {
      handle.execute(files.createSchema());
    }
    for (int next = version(handle).orElse(0) + 1; next <= SchemaFiles.newest(); next++) {
      for (String statement : files.statements(next)) {
        handle.execute(statement);
      }
      record(handle, next);
    }
  }

  private void record(Handle handle, int version) {
    try {
      handle.execute(files.record(version));
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
              + (isSchemaMissing(handle) ? files.createSchema() + ";\n" : "")
              + files.script(found, month(handle)),
          false,
          null);
    }
    if (layout == TableLayout.PARTITIONED && !new MonthParts(sql).arePartitioned(handle)) {
      throw new StoreException(
          "the tables are there and are not partitioned. Build the store with TableLayout.PLAIN, or"
              + " on another schema or prefix, and copy them there",
          false,
          null);
    }
  }

  /**
   * Whether a schema is named and not there. PostgreSQL asks for the right to make one even where
   * it is there, and who may only use it has not got that.
   */
  private boolean isSchemaMissing(Handle handle) {
    return !sql.schemaName().isEmpty()
        && handle
                .createQuery(
                    "SELECT COUNT(*) FROM information_schema.schemata"
                        + " WHERE LOWER(schema_name) = LOWER(:schema)")
                .bind("schema", sql.schemaName())
                .mapTo(Integer.class)
                .one()
            == 0;
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
