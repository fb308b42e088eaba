package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.internal.connect.ConnectionSource;
import dev.sessionlifecycle.store.jdbc.internal.connect.Migrator;
import dev.sessionlifecycle.store.jdbc.internal.sql.Columns;
import dev.sessionlifecycle.store.jdbc.internal.sql.Dialect;
import dev.sessionlifecycle.store.jdbc.internal.sql.ExternalKeys;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.JoinedTransactions;
import dev.sessionlifecycle.store.jdbc.internal.tx.OwnTransactions;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.Connection;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;

/** Creates a store on its data source, the views that join a transaction, and the schema. */
final class StoreFactory {
  private final ConnectionSource source;
  private final Jdbi jdbi;
  private final StoreClock clock;

  /** The statements for the version of the schema that was found. */
  private SqlTemplates sql;

  private final ExternalKeys externalKeys;
  private final Migrator migrator;
  private final Function<Handle, Transaction> begin;
  private final boolean isReadOnly;

  StoreFactory(
      ConnectionSource source,
      SqlTemplates sql,
      ExternalKeys externalKeys,
      TableLayout layout,
      StoreClock clock,
      boolean isReadOnly) {
    this.source = source;
    this.jdbi = JdbiSetup.configure(Jdbi.create(() -> OwnTransactions.borrow(source.dataSource())));
    this.sql = sql;
    this.externalKeys = externalKeys;
    this.clock = clock;
    this.isReadOnly = isReadOnly;
    this.migrator = new Migrator(jdbi, sql, layout == TableLayout.PARTITIONED, clock);
    this.begin =
        sql.dialect().isDistributed() && clock.now().isEmpty()
            ? handle -> new Transaction(handle, asked(handle, sql.dialect()), sql.dialect())
            : handle -> new Transaction(handle, clock, sql.dialect());
  }

  /** Returns a clock that asks the database when it is first needed, and stands still then. */
  private static StoreClock asked(Handle handle, Dialect dialect) {
    AtomicReference<@Nullable Instant> time = new AtomicReference<>();
    Transaction atDatabase = new Transaction(handle, StoreClock.database(), dialect);
    return StoreClock.of(() -> time.updateAndGet(it -> it == null ? atDatabase.now() : it));
  }

  /** Checks or migrates the schema, before the store is created for its version. */
  void prepareSchema(SchemaMode mode) {
    int version =
        switch (mode) {
          case MIGRATE -> migrator.migrate();
          case VALIDATE -> migrator.validate();
          case NONE -> migrator.recordedVersion();
        };
    sql = sql.forVersion(version);
  }

  /**
   * Returns how often distributed tables are searched for organizations with due chains. A clock of
   * the caller may jump, which no time between two looks allows for.
   */
  Duration lookEvery() {
    return clock.now().isPresent() ? Duration.ZERO : Duration.ofSeconds(1);
  }

  /** Closes the data source, if it is the library's own. */
  void close() {
    Interrupts.defer(
        () -> {
          source.close();
          return null;
        });
  }

  String schemaSql() {
    return migrator.script();
  }

  int prepareMonths(int months) {
    return Interrupts.defer(() -> migrator.prepareMonths(months));
  }

  /** Creates the store, which closes its data source when it is closed. */
  JdbcSessionStore store() {
    Transactions transactions =
        new OwnTransactions(source.dataSource(), clock, jdbi, begin, isReadOnly);
    return new JdbcSessionStore(this, sql, externalKeys, transactions, this::close);
  }

  /** Creates a view that works in the transaction on this connection. */
  JdbcSessionStore joining(Connection connection) {
    Jdbi joined = JdbiSetup.configure(Jdbi.create(connection));
    Transactions transactions = new JoinedTransactions(connection, joined, begin, sql);
    return new JdbcSessionStore(this, sql, externalKeys, transactions, () -> {});
  }

  /**
   * Configures Jdbi: times are bound in UTC and ids as UUIDs, statements run exactly as written,
   * and errors contain no bound values.
   */
  private static final class JdbiSetup {
    private JdbiSetup() {}

    static Jdbi configure(Jdbi jdbi) {
      jdbi.getConfig(SqlStatements.class)
          .setTemplateEngine(TemplateEngine.NOP)
          .setUnusedBindingAllowed(true);
      jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
      return jdbi.registerArgument(new Times()).registerArgument(new Ids());
    }

    /** Jdbi's own binding depends on the default time zone, and shifts times when it changes. */
    private static final class Times extends AbstractArgumentFactory<Instant> {
      Times() {
        super(Types.TIMESTAMP_WITH_TIMEZONE);
      }

      @Override
      protected Argument build(Instant value, ConfigRegistry config) {
        return (position, statement, context) -> statement.setObject(position, Columns.utc(value));
      }
    }

    private static final class Ids extends AbstractArgumentFactory<UUID> {
      Ids() {
        super(Types.OTHER);
      }

      @Override
      protected Argument build(UUID value, ConfigRegistry config) {
        return (position, statement, context) -> statement.setObject(position, value);
      }
    }
  }
}
