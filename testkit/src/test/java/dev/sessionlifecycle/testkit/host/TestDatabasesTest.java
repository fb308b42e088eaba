package dev.sessionlifecycle.testkit.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class TestDatabasesTest {

  @Test
  void a_module_that_is_missing_is_named() {
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> new TestDatabases(StoreKind.POSTGRES));
    assertTrue(error.getMessage().contains("session-lifecycle-testkit-postgres"));
  }

  @Test
  void a_database_is_used_again_but_not_by_two_at_once() throws Exception {
    try (TestDatabases databases = new TestDatabases(StoreKind.H2)) {
      TestDatabase one = databases.take();
      TestDatabase other = databases.take();
      assertNotSame(one, other);
      databases.giveBack(one);
      assertSame(one, databases.take());
      databases.giveBack(one);
      databases.giveBack(other);
      try (Connection connection = one.dataSource().getConnection()) {
        assertEquals("H2", connection.getMetaData().getDatabaseProductName());
      }
    }
  }

  @Test
  void the_first_database_has_its_tables_before_a_test_takes_it() throws Exception {
    try (TestDatabases databases = TestDatabases.opened(StoreKind.H2)) {
      TestDatabase first = databases.take();
      try (Connection connection = first.dataSource().getConnection();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT count(*) FROM sl_session")) {
        assertTrue(rows.next());
        assertEquals(0, rows.getInt(1));
      }
      databases.giveBack(first);
    }
  }

  @Test
  void what_was_left_by_the_test_before_is_deleted() throws Exception {
    try (TestDatabases databases = new TestDatabases(StoreKind.H2)) {
      TestDatabase database = databases.take();
      for (int test = 0; test < 2; test++) {
        try (HostFixture fixture =
            HostFixture.open(
                () -> JdbcTestStore.emptying(database.dataSource()), builder -> {}, () -> {})) {
          TestStore store = (TestStore) fixture.parameter(TestStore.class).orElseThrow();
          assertTrue(store.organizations().isEmpty());
          ((SessionFixtures) fixture.parameter(SessionFixtures.class).orElseThrow()).active();
          assertEquals(1, store.organizations().size());
        }
      }
      databases.giveBack(database);
    }
  }

  @Test
  void one_that_cannot_be_closed_leaves_none_open() {
    List<String> closed = new ArrayList<>();
    TestDatabases databases = new TestDatabases(StoreKind.H2);
    for (String name : List.of("one", "two", "three")) {
      databases.giveBack(new RefusingDatabase(name, closed));
    }
    IllegalStateException error = assertThrows(IllegalStateException.class, databases::close);
    assertEquals(Set.of("one", "two", "three"), Set.copyOf(closed));
    assertEquals(2, error.getSuppressed().length);
  }

  /** Records that it was closed, and throws then. */
  private record RefusingDatabase(String name, List<String> closed) implements TestDatabase {
    @Override
    public DataSource dataSource() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed.add(name);
      throw new IllegalStateException(name);
    }
  }
}
