package dev.sessionlifecycle.store.jdbc.internal.connect;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.SqlErrors;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Migrates the schema, or reports what is missing. */
public final class Migrator {
  /** Serializes migrations of databases in this JVM whose DDL is not transactional. */
  private static final Object MIGRATION_LOCK = new Object();

  private static final int TRIES = 4;

  /** How often an upgrade waits for the lock on a table, a second each time. */
  private static final int LOCK_TRIES = 60;

  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.store.jdbc");

  private final Jdbi jdbi;
  private final SqlTemplates sql;
  private final boolean isPartitioned;
  private final Distribution distribution;
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
    this.distribution = new Distribution(sql, files);
    this.clock = clock;
  }

  /**
   * Migrates the schema to the version of this library, with partitions for the coming months;
   * returns that version.
   */
  public int migrate() {
    try (Handle handle = jdbi.open()) {
      if (sql.dialect().isDistributed()) {
        Distribution.requireExtension(handle);
      }
      try {
        migrate(handle);
        if (sql.dialect().isDistributed()) {
          distribute(handle);
        }
      } catch (JdbiException e) {
        throw SqlErrors.isForbidden(e) ? mayNotCreate(handle, e) : e;
      }
      int version = validate(handle);
      if (isPartitioned) {
        partitions.prepare(handle, month(handle), MonthPartitions.MONTHS_AHEAD);
      }
      return version;
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
    }
  }

  /**
   * Checks that the schema is complete, and of a version on which this library works; returns the
   * version.
   *
   * @throws StoreException if it is not; the message lists the differences with SQL that mends them
   */
  public int validate() {
    try (Handle handle = jdbi.open()) {
      return validate(handle);
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
    }
  }

  /** Returns the version of the schema without checking it; the newest if none is recorded. */
  public int recordedVersion() {
    try (Handle handle = jdbi.open()) {
      int found = version(handle);
      return found == 0 ? SchemaFiles.newest() : found;
    } catch (JdbiException e) {
      if (SqlErrors.isMissingTable(e)) {
        return SchemaFiles.newest();
      }
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
    SchemaCheck before = check(handle);
    int found = before.hasVersions() ? version(handle) : 0;
    if (found >= SchemaFiles.newest()) {
      return;
    }
    if (found > 0) {
      before.requireAll(found);
    }
    if (!sql.dialect().transactionalDdl()) {
      synchronized (MIGRATION_LOCK) {
        if (found == 0) {
          applyRepeatedly(handle);
        } else {
          upgradeAlone(handle);
        }
      }
    } else if (found > 0) {
      upgrade(handle, found);
    } else {
      handle.useTransaction(this::apply);
    }
  }

  /** Each table in a transaction of its own, so that an interrupted run is taken up again. */
  private void distribute(Handle handle) {
    for (String statement : distribution.statements()) {
      handle.useTransaction(
          tx -> {
            sql.dialect().beginSchemaChange(tx, sql.table(SchemaFiles.VERSIONS));
            tx.execute(statement);
          });
    }
  }

  private void applyRepeatedly(Handle handle) {
    for (int tried = 1; !hasApplied(handle, tried == TRIES); tried++) {}
  }

  private void upgradeAlone(Handle handle) {
    long start = System.nanoTime();
    while (!sql.dialect().changeAlone(handle, () -> applyRepeatedly(handle))) {
      if (System.nanoTime() - start > LOCK_TRIES * 1_000_000_000L) {
        throw new StoreException(
            "the schema cannot be upgraded while others have uncommitted work", true, null);
      }
      Thread.onSpinWait();
    }
  }

  /**
   * Adds to tables that other nodes use. Each statement locks its table for a moment, in a
   * transaction of its own: so it is part of no deadlock. It gives up after a second, and is tried
   * again, since all others wait behind it.
   */
  private void upgrade(Handle handle, int found) {
    for (int next = found + 1; next <= SchemaFiles.newest(); next++) {
      for (String statement : files.upgrade(next)) {
        for (int tried = 1; !hasUpgraded(handle, statement, tried == LOCK_TRIES); tried++) {}
      }
    }
  }

  private boolean hasUpgraded(Handle handle, String statement, boolean isLast) {
    try {
      handle.useTransaction(
          tx -> {
            sql.dialect().beginSchemaChange(tx, sql.table(SchemaFiles.VERSIONS));
            tx.execute("SET LOCAL lock_timeout = '1s'");
            tx.execute(statement);
          });
      return true;
    } catch (JdbiException e) {
      if (isLast || !SqlErrors.isLockTimeout(e)) {
        throw e;
      }
      return false;
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
    if (check(handle).hasVersions() && version(handle) >= SchemaFiles.newest()) {
      return;
    }
    sql.dialect().beginSchemaChange(handle, sql.table(SchemaFiles.VERSIONS));
    if (isSchemaMissing(handle)) {
      handle.execute(files.createSchema());
    }
    SchemaCheck before = check(handle);
    before.requireNothingForeign();
    int found = before.hasVersions() ? version(handle) : 0;
    for (int next = found + 1; next <= SchemaFiles.newest(); next++) {
      for (String statement : files.statements(next)) {
        handle.execute(statement);
      }
      record(handle, next);
    }
    check(handle).requireAll(SchemaFiles.newest());
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

  private int validate(Handle handle) {
    SchemaCheck check = check(handle);
    if (check.isEmpty()) {
      throw refusal(
          "the database has none of the tables. Build the store with SchemaMode.MIGRATE, or run"
              + " what schemaSql() of its builder returns");
    }
    int found = check.hasVersions() ? version(handle) : 0;
    if (found > SchemaFiles.newest()) {
      throw refusal(
          "the schema has version "
              + found
              + ", but this library knows only version "
              + SchemaFiles.newest()
              + ". Use the library version that created the schema, or a newer one");
    }
    check.requireAll(found < SchemaFiles.OLDEST ? SchemaFiles.newest() : found);
    if (found < SchemaFiles.OLDEST) {
      throw refusal(
          "the schema has version "
              + found
              + ", but this library needs version "
              + SchemaFiles.newest()
              + ". Build the store with SchemaMode.MIGRATE, or run what schemaSql() of its builder"
              + " returns");
    }
    if (sql.dialect().isDistributed()) {
      distribution.require(handle);
    }
    if (isPartitioned && !arePartitioned(handle)) {
      throw refusal(
          "the tables exist and are not partitioned. Build the store with TableLayout.PLAIN, or use"
              + " another schema or prefix and copy the rows there");
    }
    if (found < SchemaFiles.newest()) {
      LOG.warn(
          "The schema has version {}, and some features need version {}. Build the store with"
              + " SchemaMode.MIGRATE, or run this, then restart:\n{}",
          found,
          SchemaFiles.newest(),
          files.upgrades(found));
    }
    return found;
  }

  private RuntimeException mayNotCreate(Handle handle, JdbiException error) {
    String schema =
        sql.schemaName().isEmpty()
            ? handle.createQuery("SELECT current_schema()").mapTo(String.class).one()
            : sql.schemaName();
    return new StoreException(
        "this user of the database may not create what is missing in the schema "
            + SqlTemplates.quoted(schema)
            + " (42501). Choose another one with schema(…) on the builder or with the search path,"
            + " GRANT CREATE ON SCHEMA, or let an administrator run what schemaSql() of the builder"
            + " returns",
        false,
        "42501",
        SqlErrors.translate(error).getCause());
  }

  private static StoreException refusal(String why) {
    return new StoreException(why, false, null);
  }

  private SchemaCheck check(Handle handle) {
    return SchemaCheck.of(handle, sql, files);
  }

  /** Returns the SQL that creates the schema. */
  public String script() {
    try (Handle handle = jdbi.open()) {
      return files.script(month(handle));
    } catch (JdbiException e) {
      throw SqlErrors.translate(e);
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
                .bind("schema", sql.schemaName())
                .mapTo(Integer.class)
                .one()
            == 0;
  }

  /** Returns the version of the schema; 0 if none was recorded. */
  private int version(Handle handle) {
    return handle.createQuery(sql.get("schema_version")).map((row, ctx) -> row.getInt(1)).one();
  }
}
