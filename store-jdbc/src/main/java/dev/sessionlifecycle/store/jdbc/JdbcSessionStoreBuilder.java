package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.internal.connect.ConnectionSource;
import dev.sessionlifecycle.store.jdbc.internal.connect.ConnectionSource.PoolSettings;
import dev.sessionlifecycle.store.jdbc.internal.connect.DataSourceCheck;
import dev.sessionlifecycle.store.jdbc.internal.sql.ExternalKeys;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options of a {@link JdbcSessionStore}. Not thread-safe. */
public final class JdbcSessionStoreBuilder {
  private final Function<PoolSettings, ConnectionSource> sources;
  private PoolSettings settings = PoolSettings.DEFAULT;
  private SchemaMode schemaMode = SchemaMode.VALIDATE;
  private TableLayout layout = TableLayout.PLAIN;
  private StoreClock clock = StoreClock.database();
  private @Nullable String schema;
  private String tablePrefix = "sl_";
  private ExternalKeys externalKeys = ExternalKeys.plain();

  private boolean isReadOnly;

  JdbcSessionStoreBuilder(Function<PoolSettings, ConnectionSource> sources) {
    this.sources = sources;
  }

  /**
   * Sets how long to wait for a lock held by another transaction: 10 s by default. This, the other
   * timeouts and the threshold apply only to databases that the store connects to itself; a data
   * source of the caller has its own. What the URL sets may not be set here as well.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is under 1 ms or over 24 hours
   */
  public JdbcSessionStoreBuilder lockTimeout(Duration timeout) {
    this.settings = settings.withLock(timeout);
    return this;
  }

  /**
   * Limits how long a statement may run: as the server limits it by default.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is under 1 ms or over 24 hours
   */
  public JdbcSessionStoreBuilder statementTimeout(Duration timeout) {
    this.settings = settings.withStatement(timeout);
    return this;
  }

  /**
   * Sets how long to wait for a response of the server before the connection counts as broken: 60 s
   * by default; whole seconds. Has no effect on a database embedded in this JVM.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is under 1 s or over 24 hours
   */
  public JdbcSessionStoreBuilder socketTimeout(Duration timeout) {
    this.settings = settings.withSocket(timeout);
    return this;
  }

  /**
   * Sets how often a statement runs on a connection before the server keeps its plan: 5 by default,
   * as in the driver of PostgreSQL. Use 0, which is never, behind a connection pooler that gives
   * each transaction another connection, such as PgBouncer with {@code pool_mode=transaction}. Has
   * no effect on a database embedded in this JVM.
   *
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is negative
   */
  public JdbcSessionStoreBuilder prepareThreshold(int executions) {
    this.settings = settings.withPrepareThreshold(executions);
    return this;
  }

  /**
   * Sets how the schema is checked or migrated: {@link SchemaMode#MIGRATE} by default if the store
   * embeds its database, else {@link SchemaMode#VALIDATE}.
   */
  public JdbcSessionStoreBuilder schemaMode(SchemaMode mode) {
    this.schemaMode = Validator.require("schema_mode", mode);
    return this;
  }

  /** Sets the layout used when tables are created: plain by default. */
  public JdbcSessionStoreBuilder tableLayout(TableLayout tableLayout) {
    this.layout = Validator.require("table_layout", tableLayout);
    return this;
  }

  /** Sets the clock for deadlines: the database's by default. */
  public JdbcSessionStoreBuilder clock(StoreClock storeClock) {
    this.clock = Validator.require("clock", storeClock);
    return this;
  }

  /**
   * Sets the database schema of the tables: by default that of the connection, or those of its
   * search path. Names are written in quotes: {@code "Tenant-A"} and {@code "order"} are possible,
   * and PostgreSQL tells upper from lower case.
   *
   * @param name letters, digits, spaces and _ - . $ @ #, at most 63 bytes
   */
  public JdbcSessionStoreBuilder schema(String name) {
    this.schema = Validator.require("schema", name);
    return this;
  }

  /**
   * Sets a prefix for the names of all tables and indexes: {@code sl_} by default.
   *
   * @param prefix letters, digits, spaces and _ - . $ @ #, at most 32 bytes; empty for none
   */
  public JdbcSessionStoreBuilder tablePrefix(String prefix) {
    this.tablePrefix = Validator.require("table_prefix", prefix);
    return this;
  }

  /**
   * Sets the secret for looking up external ids. Instead of an id, the table of external ids stores
   * its HMAC-SHA-256 under this secret, so that a session can still be found by its external id
   * after a step has removed personal data from it. By default there is no secret: then anyone who
   * can read the database can check whether a guess, such as a telephone number, is one of the ids.
   *
   * <p>All nodes need the same secret, and it must never change: under another secret no session is
   * found by its external id any more.
   *
   * @param secret at least 16 bytes; copied
   * @throws dev.sessionlifecycle.errors.InvalidInputException if it is shorter
   */
  public JdbcSessionStoreBuilder externalIdSecret(byte[] secret) {
    this.externalKeys = ExternalKeys.keyed(secret);
    return this;
  }

  /**
   * Lets the store only read, in read-only transactions: on a standby, or for tools that must not
   * change anything. Whatever would write is refused with a {@link
   * dev.sessionlifecycle.errors.StoreException} that is not transient. A standby may lag behind its
   * primary. Needs PostgreSQL.
   */
  public JdbcSessionStoreBuilder readOnly() {
    this.isReadOnly = true;
    return this;
  }

  /**
   * Builds the store.
   *
   * @throws dev.sessionlifecycle.errors.StoreException if the data source or the schema cannot be
   *     used; the message says how to fix it
   * @throws dev.sessionlifecycle.errors.InvalidInputException if the schema or the prefix is not a
   *     valid name, the database does not support the layout, timeouts are set for a data source of
   *     the caller, or the URL is not valid or contradicts the builder
   */
  public JdbcSessionStore build() {
    return onFactory(
        factory -> {
          factory.prepareSchema(schemaMode);
          return factory.store();
        });
  }

  /**
   * Returns the SQL that creates the schema, with the names and the layout that are set: for an
   * administrator to run where the store may not. Each statement ends with a semicolon and a line
   * break, and can be run again. Connects to the database, and changes nothing there.
   *
   * @throws dev.sessionlifecycle.errors.StoreException if the data source cannot be used
   */
  public String schemaSql() {
    return onFactory(
        factory -> {
          try {
            return factory.schemaSql();
          } finally {
            factory.close();
          }
        });
  }

  private <T> T onFactory(Function<StoreFactory, T> work) {
    try {
      return Interrupts.defer(() -> onFactory(sources.apply(settings), work));
    } catch (NoClassDefFoundError e) {
      throw new StoreException(
          "a jar is missing: add what has "
              + e.getMessage()
              + " to the class path, or with --add-modules to the module path",
          false,
          e);
    }
  }

  private <T> T onFactory(ConnectionSource source, Function<StoreFactory, T> work) {
    try {
      if (isReadOnly && schemaMode == SchemaMode.MIGRATE) {
        throw Validator.invalid("schema_mode", "MIGRATE writes, and the store is read-only");
      }
      SqlTemplates sql =
          DataSourceCheck.check(
              source.dataSource(),
              schema,
              tablePrefix,
              clock.now().isEmpty(),
              isReadOnly,
              layout == TableLayout.DISTRIBUTED);
      if (layout == TableLayout.PARTITIONED && !sql.dialect().hasPartitions()) {
        throw Validator.invalid("table_layout", "PARTITIONED needs PostgreSQL");
      }
      return work.apply(new StoreFactory(source, sql, externalKeys, layout, clock, isReadOnly));
    } catch (RuntimeException | NoClassDefFoundError e) {
      source.close();
      throw e;
    }
  }
}
