package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.sql.SQLException;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Migrates the schema, or reports what is missing. */
public final class Migrator {
  /** Serializes migrations of databases in this JVM whose DDL is not transactional. */
  private static final Object MIGRATION_LOCK = new Object();

  private static final int TRIES = 4;

  private final Jdbi jdbi;
  private final SqlTemplates sql;
  private final boolean isPartitioned;
  private final SchemaFiles files;
  private final MonthPartitions partitions;
  private final StoreClock clock;

  /**
   * Creates a migrator for a schema in one of its layouts.
   *
   * @param isPartitioned whether the tables are, or will be, partitioned
   */
  public Migrator(Jdbi jdbi, SqlTemplates sql, boolean isPartitioned, StoreClock clock) {
    this.jdbi = jdbi;
    this.sql = sql;
    this.isPartitioned = isPartitioned;
    this.files = new SchemaFiles(sql, isPartitioned);
    this.partitions = new MonthPartitions(sql);
    this.clock = clock;
  }

  /** Migrates the schema to the version of this library, with partitions for the coming months. */
  public void migrate() {
    try (Handle handle = jdbi.open()) {
      migrate(handle);
      validate(handle);
      if (isPartitioned) {
        partitions.prepare(handle, month(handle), MonthPartitions.MONTHS_AHEAD);
      }
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
    }
  }

  /**
   * Checks that the schema has the version of this library.
   *
   * @throws StoreException if it does not; the message contains the missing SQL
   */
  public void validate() {
    try (Handle handle = jdbi.open()) {
      validate(handle);
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
    }
  }

  /**
   * Creates the partitions of the current month and those that follow; returns how many were
   * missing.
   */
  public int prepareMonths(int months) {
    try (Handle handle = jdbi.open()) {
      return arePartitioned(handle) ? partitions.prepare(handle, month(handle), months) : 0;
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
    }
  }

  private boolean arePartitioned(Handle handle) {
    return sql.dialect().hasPartitions() && partitions.arePartitioned(handle);
  }

  private YearMonth month(Handle handle) {
    return YearMonth.from(
        new Transaction(handle, clock, sql.dialect()).now().atOffset(ZoneOffset.UTC));
  }

  private void migrate(Handle handle) {
    if (sql.dialect().transactionalDdl()) {
      handle.useTransaction(this::apply);
      return;
    }
    synchronized (MIGRATION_LOCK) {
      for (int tried = 1; !hasApplied(handle, tried == TRIES); tried++) {}
    }
  }

  /** Every statement can be repeated: if another process interferes, all of them are. */
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
      if (!SqlErrors.isDuplicate(e)) {
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
              + ", but this library knows only version "
              + wanted
              + ". Use the library version that created the schema, or a newer one",
          false,
          null);
    } else if (found < wanted) {
      throw new StoreException(
          "the schema has version "
              + found
              + ", but this library needs version "
              + wanted
              + ". Build the store with SchemaMode.MIGRATE, or run:\n"
              + (isSchemaMissing(handle) ? files.createSchema() + ";\n" : "")
              + files.script(found, month(handle)),
          false,
          null);
    }
    if (isPartitioned && !arePartitioned(handle)) {
      throw new StoreException(
          "the tables exist and are not partitioned. Build the store with TableLayout.PLAIN, or use"
              + " another schema or prefix and copy the rows there",
          false,
          null);
    }
  }

  /**
   * Whether the configured schema does not exist. PostgreSQL demands the privilege to create a
   * schema for CREATE SCHEMA IF NOT EXISTS even if it exists, and a user of the schema may lack it.
   */
  private boolean isSchemaMissing(Handle handle) {
    return !sql.schemaName().isEmpty()
        && handle
                .createQuery(sql.get("count_schemas"))
                .bind("schema", stored(handle, sql.schemaName()))
                .mapTo(Integer.class)
                .one()
            == 0;
  }

  /** Returns the version of the schema; empty if there is none. */
  private OptionalInt version(Handle handle) {
    if (!exists(handle)) {
      return OptionalInt.empty();
    }
    Integer version =
        handle.createQuery(sql.get("schema_version")).map((row, ctx) -> row.getInt(1)).one();
    return OptionalInt.of(version);
  }

  private boolean exists(Handle handle) {
    try {
      String schema =
          sql.schemaName().isEmpty()
              ? handle.getConnection().getSchema()
              : stored(handle, sql.schemaName());
      return handle
              .createQuery(sql.get("count_tables"))
              .bind("schema", schema)
              .bind("table", stored(handle, sql.tableName("schema_version")))
              .mapTo(Integer.class)
              .one()
          > 0;
    } catch (SQLException e) {
      throw SqlErrors.translate(e);
    }
  }

  /** Returns a name as the catalogue spells it; a name without quotes may be stored in capitals. */
  private static String stored(Handle handle, String name) {
    try {
      return handle.getConnection().getMetaData().storesUpperCaseIdentifiers()
          ? name.toUpperCase(Locale.ROOT)
          : name;
    } catch (SQLException e) {
      throw SqlErrors.translate(e);
    }
  }
}
