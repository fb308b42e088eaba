package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.StoreClock;
import java.sql.Connection;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Puts the parts of a store together, once for itself and once for each view that joins. */
final class Wiring {
  private final OwnSources source;
  private final Jdbi jdbi;
  private final StoreClock clock;
  private final SqlText sql;
  private final Migrator migrator;
  private final Function<Handle, Tx> begin;

  Wiring(OwnSources source, SqlText sql, TableLayout layout, StoreClock clock) {
    this.source = source;
    this.jdbi = JdbiSetup.configure(Jdbi.create(source.dataSource()));
    this.sql = sql;
    this.clock = clock;
    this.migrator = new Migrator(jdbi, sql, layout, clock);
    this.begin = handle -> new Tx(handle, clock, sql.dialect());
  }

  void prepareSchema(SchemaMode mode) {
    migrator.run(mode);
  }

  int prepareMonths(int months) {
    return migrator.prepareMonths(months);
  }

  Operations own() {
    return new Operations(sql, new OwnUnits(source.dataSource(), clock, jdbi, begin));
  }

  SessionStore joining(Connection connection) {
    Jdbi joined = JdbiSetup.configure(Jdbi.create(connection));
    boolean goesOn = sql.dialect().goesOnAfterDeadlock();
    return new Operations(sql, new JoinedUnits(connection, joined, begin, goesOn));
  }

  void close() {
    source.close();
  }
}
