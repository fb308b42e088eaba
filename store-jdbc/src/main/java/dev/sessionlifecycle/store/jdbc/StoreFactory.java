package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.internal.connect.ConnectionSource;
import dev.sessionlifecycle.store.jdbc.internal.connect.JdbiSetup;
import dev.sessionlifecycle.store.jdbc.internal.schema.Migrator;
import dev.sessionlifecycle.store.jdbc.internal.sql.ExternalKeys;
import dev.sessionlifecycle.store.jdbc.internal.sql.SqlTemplates;
import dev.sessionlifecycle.store.jdbc.internal.tx.JoinedTransactions;
import dev.sessionlifecycle.store.jdbc.internal.tx.OwnTransactions;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transaction;
import dev.sessionlifecycle.store.jdbc.internal.tx.Transactions;
import java.sql.Connection;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Creates a store on its data source, the views that join a transaction, and the schema. */
final class StoreFactory {
  private final ConnectionSource source;
  private final Jdbi jdbi;
  private final StoreClock clock;
  private final SqlTemplates sql;
  private final ExternalKeys externalKeys;
  private final Migrator migrator;
  private final Function<Handle, Transaction> begin;

  StoreFactory(
      ConnectionSource source,
      SqlTemplates sql,
      ExternalKeys externalKeys,
      TableLayout layout,
      StoreClock clock) {
    this.source = source;
    this.jdbi = JdbiSetup.configure(Jdbi.create(source.dataSource()));
    this.sql = sql;
    this.externalKeys = externalKeys;
    this.clock = clock;
    this.migrator = new Migrator(jdbi, sql, layout == TableLayout.PARTITIONED, clock);
    this.begin = handle -> new Transaction(handle, clock, sql.dialect());
  }

  void prepareSchema(SchemaMode mode) {
    switch (mode) {
      case MIGRATE -> migrator.migrate();
      case VALIDATE -> migrator.validate();
      case NONE -> {}
    }
  }

  int prepareMonths(int months) {
    return migrator.prepareMonths(months);
  }

  /** Creates the store, which closes its data source when it is closed. */
  JdbcSessionStore store() {
    Transactions transactions = new OwnTransactions(source.dataSource(), clock, jdbi, begin);
    return new JdbcSessionStore(this, sql, externalKeys, transactions, source::close);
  }

  /** Creates a view that works in the transaction on this connection. */
  JdbcSessionStore joining(Connection connection) {
    Jdbi joined = JdbiSetup.configure(Jdbi.create(connection));
    boolean goesOn = sql.dialect().goesOnAfterDeadlock();
    Transactions transactions = new JoinedTransactions(connection, joined, begin, goesOn);
    return new JdbcSessionStore(this, sql, externalKeys, transactions, () -> {});
  }
}
