package dev.sessionlifecycle.testkit.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionlifecycle.spi.SessionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class HostFixtureTest {
  private final AssertionError refused = new AssertionError("refused");
  private final IllegalStateException notClosed = new IllegalStateException("not closed");
  private final List<String> closed = new ArrayList<>();

  @Test
  void everything_is_closed_if_the_setup_throws() {
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () ->
                HostFixture.open(
                    ClosingStore::new,
                    builder -> {
                      throw refused;
                    },
                    () -> closed.add("database")));
    assertSame(refused, thrown);
    assertEquals(List.of("store", "database"), closed);
    assertArrayEquals(new Throwable[] {notClosed}, thrown.getSuppressed());
  }

  @Test
  void the_database_is_given_back_if_no_store_can_be_opened() {
    AssertionError thrown =
        assertThrows(
            AssertionError.class,
            () ->
                HostFixture.open(
                    () -> {
                      throw refused;
                    },
                    builder -> {},
                    () -> closed.add("database")));
    assertSame(refused, thrown);
    assertEquals(List.of("database"), closed);
  }

  @Test
  void the_database_is_given_back_if_the_store_cannot_be_closed() {
    HostFixture fixture =
        HostFixture.open(
            ClosingStore::new,
            builder -> {},
            () -> {
              closed.add("database");
              throw new IllegalArgumentException("not given back");
            });
    assertSame(notClosed, assertThrows(IllegalStateException.class, fixture::close));
    assertEquals(List.of("store", "database"), closed);
    assertEquals("not given back", notClosed.getSuppressed()[0].getMessage());
  }

  /** Records that it was closed, and throws then. */
  private final class ClosingStore implements TestStore {
    private final TestStore memory = TestStore.memory();

    @Override
    public SessionStore store() {
      return memory.store();
    }

    @Override
    public InstantSource clock() {
      return memory.clock();
    }

    @Override
    public void advance(Duration by) {
      memory.advance(by);
    }

    @Override
    public Set<UUID> organizations() {
      return memory.organizations();
    }

    @Override
    public Set<String> placesOf(String text) {
      return memory.placesOf(text);
    }

    @Override
    public Optional<DataSource> dataSource() {
      return memory.dataSource();
    }

    @Override
    public void close() {
      closed.add("store");
      throw notClosed;
    }
  }
}
