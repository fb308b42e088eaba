package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.StoreClock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The options of a {@link JdbcSessionStore}. Not thread-safe. */
public final class JdbcSessionStoreBuilder {
  private final Function<Timeouts, OwnSources> sources;
  private Timeouts timeouts = Timeouts.DEFAULT;
  private SchemaMode schemaMode = SchemaMode.VALIDATE;
  private TableLayout layout = TableLayout.PLAIN;
  private StoreClock clock = StoreClock.database();
  private @Nullable String schema;
  private String tablePrefix = "";
  private ExternalKeys externalKeys = ExternalKeys.plain();

  JdbcSessionStoreBuilder(Function<Timeouts, OwnSources> sources) {
    this.sources = sources;
  }

  /**
   * How long the lock of another transaction is waited for: by default 10 s. This and the other
   * time-outs are for a database that the store connects to itself; a data source of the host's has
   * its own.
   *
   * @throws IllegalArgumentException under 1 ms or over 24 hours
   */
  public JdbcSessionStoreBuilder lockTimeout(Duration timeout) {
    this.timeouts = timeouts.lock(timeout);
    return this;
  }

  /**
   * How long a statement may run: by default as long as it takes.
   *
   * @throws IllegalArgumentException under 1 ms or over 24 hours
   */
  public JdbcSessionStoreBuilder statementTimeout(Duration timeout) {
    this.timeouts = timeouts.statement(timeout);
    return this;
  }

  /**
   * How long an answer of the server is waited for before the connection counts as broken: by
   * default 60 s; whole seconds. A database embedded in this JVM has no server.
   *
   * @throws IllegalArgumentException under 1 s or over 24 hours
   */
  public JdbcSessionStoreBuilder socketTimeout(Duration timeout) {
    this.timeouts = timeouts.socket(timeout);
    return this;
  }

  /**
   * What to do about the tables: {@link SchemaMode#MIGRATE} where the store embeds its database,
   * else {@link SchemaMode#VALIDATE}.
   */
  public JdbcSessionStoreBuilder schemaMode(SchemaMode mode) {
    this.schemaMode = Objects.requireNonNull(mode, "mode");
    return this;
  }

  /** How tables are laid out that are made, or told to be made: by default plain. */
  public JdbcSessionStoreBuilder tableLayout(TableLayout tableLayout) {
    this.layout = Objects.requireNonNull(tableLayout, "tableLayout");
    return this;
  }

  /** The clock for deadlines: by default the database's own. */
  public JdbcSessionStoreBuilder clock(StoreClock storeClock) {
    this.clock = Objects.requireNonNull(storeClock, "storeClock");
    return this;
  }

  /**
   * The schema of the tables: by default that of the connection.
   *
   * @param name a-z, 0-9 and _, beginning with a letter, at most 31
   */
  public JdbcSessionStoreBuilder schema(String name) {
    this.schema = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * What the names of all tables and indexes begin with: by default nothing.
   *
   * @param prefix a-z, 0-9 and _, beginning with a letter, at most 31
   */
  public JdbcSessionStoreBuilder tablePrefix(String prefix) {
    this.tablePrefix = Objects.requireNonNull(prefix, "prefix");
    return this;
  }

  /**
   * The secret under which external ids are looked up. The table of external ids holds no id, but
   * the HMAC-SHA-256 of it under this secret, so that an id can still be looked up after a step has
   * taken personal data out of what the session shows of it. By default there is no secret: who
   * reads the database can then check whether a guess, such as a telephone number, is one of the
   * ids.
   *
   * <p>All nodes need the same one, for ever: with another one no session is found by its external
   * id any more.
   *
   * @param secret at least 16 bytes; copied
   * @throws IllegalArgumentException where it is shorter
   */
  public JdbcSessionStoreBuilder externalIdSecret(byte[] secret) {
    this.externalKeys = ExternalKeys.keyed(secret);
    return this;
  }

  /**
   * The store.
   *
   * @throws dev.sessionlifecycle.errors.StoreException where the data source or the schema cannot
   *     be used; the text says how to mend it
   * @throws IllegalArgumentException where the schema or the prefix is no name, or the database has
   *     no such layout, or time-outs are set for a data source of the host's
   */
  public JdbcSessionStore build() {
    try {
      return build(sources.apply(timeouts));
    } catch (NoClassDefFoundError e) {
      throw new StoreException(
          "a jar is missing: add what has " + e.getMessage() + " to the class path", false, e);
    }
  }

  private JdbcSessionStore build(OwnSources source) {
    try {
      Dialect dialect = DataSourceCheck.check(source.dataSource());
      if (layout == TableLayout.PARTITIONED && !(dialect instanceof PostgresDialect)) {
        throw new IllegalArgumentException("TableLayout.PARTITIONED is for PostgreSQL alone");
      }
      SqlText sql = new SqlText(dialect, schema, tablePrefix, clock.now().isEmpty(), externalKeys);
      Wiring wiring = new Wiring(source, sql, layout, clock);
      wiring.prepareSchema(schemaMode);
      return new JdbcSessionStore(wiring, wiring.own());
    } catch (RuntimeException | NoClassDefFoundError e) {
      source.close();
      throw e;
    }
  }
}
