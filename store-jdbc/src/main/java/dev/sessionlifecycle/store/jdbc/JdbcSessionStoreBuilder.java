package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.StoreClock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The options of a {@link JdbcSessionStore}. Not thread-safe. */
public final class JdbcSessionStoreBuilder {
  private final OwnSources source;
  private SchemaMode schemaMode = SchemaMode.VALIDATE;
  private TableLayout layout = TableLayout.PLAIN;
  private StoreClock clock = StoreClock.database();
  private @Nullable String schema;
  private String tablePrefix = "";
  private ExternalKeys externalKeys = ExternalKeys.plain();

  JdbcSessionStoreBuilder(OwnSources source) {
    this.source = source;
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
   * @throws dev.sessionlifecycle.StoreException where the data source or the schema cannot be used;
   *     the text says how to mend it
   * @throws IllegalArgumentException where the schema or the prefix is no name, or the database has
   *     no such layout
   */
  public JdbcSessionStore build() {
    try {
      Dialect dialect = DataSourceCheck.check(source.dataSource());
      if (layout == TableLayout.PARTITIONED && !(dialect instanceof PostgresDialect)) {
        throw new IllegalArgumentException("TableLayout.PARTITIONED is for PostgreSQL alone");
      }
      SqlText sql = new SqlText(dialect, schema, tablePrefix, clock.now().isEmpty(), externalKeys);
      Wiring wiring = new Wiring(source, sql, layout, clock);
      wiring.prepareSchema(schemaMode);
      return new JdbcSessionStore(wiring, wiring.own());
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }
}
