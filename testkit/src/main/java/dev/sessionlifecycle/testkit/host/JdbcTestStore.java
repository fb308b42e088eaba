package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * A store for one test on a database, which judges by the clock of that database as it does in
 * production. Time passes the other way round: everything that is stored becomes older, in one
 * transaction, so that {@link #clock} is the real time always, and a session has another {@code
 * createdAt} after time has passed. Thread-safe, but for {@link #advance}.
 */
public final class JdbcTestStore implements TestStore {
  private final DataSource source;
  private final SessionStore store;
  private final InstantSource clock = InstantSource.system();
  private final List<StoreTable> tables;

  private JdbcTestStore(DataSource source) {
    this.source = source;
    this.store = JdbcSessionStore.builder(source).schemaMode(SchemaMode.MIGRATE).build();
    this.tables = inTransaction(StoreTable::in);
  }

  /**
   * Opens a store with the default names of tables, <em>and deletes every row of these tables</em>:
   * for a database that exists for tests alone. Creates the tables that are missing.
   *
   * @param source a PostgreSQL or H2, with autocommit on; never closed
   * @throws StoreException where the database cannot be used
   */
  public static JdbcTestStore emptying(DataSource source) {
    JdbcTestStore store = new JdbcTestStore(Validator.require("source", source));
    store.deleteRows();
    return store;
  }

  private void deleteRows() {
    inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (StoreTable table : tables) {
              if (!table.is("lifecycle_schema")) {
                statement.addBatch("DELETE FROM " + table.name());
              }
            }
            return statement.executeBatch();
          }
        });
  }

  @Override
  public SessionStore store() {
    return store;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void advance(Duration by) {
    TimeShift shift = new TimeShift(TimeShift.checked(by));
    inTransaction(
        connection -> {
          shift.apply(connection, tables);
          return shift;
        });
  }

  @Override
  public Set<UUID> organizations() {
    StoreTable sessions = StoreTable.sessions(tables);
    return inTransaction(
        connection -> {
          Set<UUID> organizations = new HashSet<>();
          try (Statement statement = connection.createStatement();
              ResultSet rows =
                  statement.executeQuery(
                      "SELECT DISTINCT organization_id FROM " + sessions.name())) {
            while (rows.next()) {
              organizations.add(rows.getObject(1, UUID.class));
            }
          }
          return organizations;
        });
  }

  @Override
  public Set<String> placesOf(String text) {
    SearchedText searched = SearchedText.of(text);
    return inTransaction(
        connection -> {
          Set<String> places = new TreeSet<>();
          for (StoreTable table : tables) {
            table.search(connection, searched, places);
          }
          return places;
        });
  }

  @Override
  public Optional<DataSource> dataSource() {
    return Optional.of(source);
  }

  @Override
  public void close() {
    store.close();
  }

  private <T> T inTransaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.in(connection);
        connection.commit();
        return result;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new StoreException("the database of the test cannot be used", false, e);
    }
  }

  @FunctionalInterface
  private interface Work<T> {
    T in(Connection connection) throws SQLException;
  }
}
