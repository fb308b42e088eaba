package dev.sessionlifecycle.verification.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.spi.StoreClock;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.SettableClock;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Begin, statement and commit of two or three connections in every order. One that waits for
 * another's lock continues when that one commits, as in PostgreSQL's own isolation tests.
 */
@Tag("long")
class InterleavingTest {
  private final SettableClock clock = SettableClock.create();

  @Test
  void all_interleavings_that_keep_each_actors_order_are_generated() {
    assertThat(Interleavings.of(2, 2))
        .containsExactly(
            List.of(0, 0, 1, 1),
            List.of(0, 1, 0, 1),
            List.of(0, 1, 1, 0),
            List.of(1, 0, 0, 1),
            List.of(1, 0, 1, 0),
            List.of(1, 1, 0, 0));
    assertThat(Interleavings.of(2, 3)).hasSize(20).doesNotHaveDuplicates();
    assertThat(Interleavings.of(3, 2)).hasSize(90).doesNotHaveDuplicates();
  }

  @Test
  void any_two_operations_are_consistent_in_every_order_on_postgresql() throws Exception {
    try (InterleavingRunner theatre = postgres()) {
      for (Operation one : Operation.COMMON) {
        for (Operation other : Operation.COMMON) {
          if (one.compareTo(other) <= 0) {
            theatre.runAll(List.of(one, other), false, 2);
            theatre.runAll(List.of(one, other), true, 2);
          }
        }
      }
      for (Operation other : List.of(Operation.CLOSE, Operation.APPEND, Operation.PURGE)) {
        theatre.runAll(List.of(Operation.CLOSE, other), false, 3);
      }
      assertThat(theatre.waits()).as("how often somebody waited").isPositive();
    }
  }

  @Test
  @Tag("long")
  void three_conflicting_operations_are_consistent_in_any_order_on_postgresql() throws Exception {
    try (InterleavingRunner theatre = postgres()) {
      theatre.runAll(List.of(Operation.CLOSE, Operation.CLOSE, Operation.PURGE), false, 2);
      theatre.runAll(List.of(Operation.PURGE, Operation.HOLD, Operation.PURGE), true, 2);
    }
  }

  /**
   * The system property {@code sessionlifecycle.triples} sets how many of the ten are run: 4 by
   * default.
   */
  @Test
  @Tag("long")
  void three_session_operations_are_consistent_in_every_order_on_postgresql() throws Exception {
    List<List<Operation>> triples =
        List.of(
            List.of(Operation.CLOSE, Operation.APPEND, Operation.MOVE),
            List.of(Operation.CLOSE, Operation.APPEND, Operation.CLAIM),
            List.of(Operation.CLOSE, Operation.APPEND, Operation.PURGE),
            List.of(Operation.CLOSE, Operation.CLAIM, Operation.PURGE),
            List.of(Operation.CLOSE, Operation.MOVE, Operation.CLAIM),
            List.of(Operation.CLOSE, Operation.MOVE, Operation.PURGE),
            List.of(Operation.APPEND, Operation.MOVE, Operation.PURGE),
            List.of(Operation.APPEND, Operation.MOVE, Operation.CLAIM),
            List.of(Operation.APPEND, Operation.CLAIM, Operation.PURGE),
            List.of(Operation.MOVE, Operation.CLAIM, Operation.PURGE));
    int count = Math.min(triples.size(), Integer.getInteger("sessionlifecycle.triples", 4));
    try (InterleavingRunner theatre = postgres()) {
      for (List<Operation> triple : triples.subList(0, count)) {
        theatre.runAll(triple, false, 2);
      }
    }
  }

  @Test
  @Tag("campaign")
  void any_two_operations_are_consistent_in_every_order_on_distributed_tables() throws Exception {
    String url = PostgresServer.shared().createDatabase().url();
    new InterleavingRunner(url).close();
    try (InterleavingRunner theatre =
        new InterleavingRunner(url, SchemaMode.NONE, TableLayout.DISTRIBUTED)) {
      for (Operation one : Operation.COMMON) {
        for (Operation other : Operation.COMMON) {
          if (one.compareTo(other) <= 0) {
            theatre.runAll(List.of(one, other), false, 2);
            theatre.runAll(List.of(one, other), true, 2);
          }
        }
      }
      for (Operation other : List.of(Operation.SETTLE, Operation.CLAIM, Operation.PURGE)) {
        theatre.runAll(List.of(Operation.SETTLE, other), true, 2);
      }
      assertThat(theatre.waits()).as("how often somebody waited").isPositive();
    }
  }

  @Test
  void settlements_external_closes_and_owners_are_consistent_in_any_order() throws Exception {
    try (InterleavingRunner theatre = postgres()) {
      for (Operation other : List.of(Operation.SETTLE, Operation.CLAIM, Operation.PURGE)) {
        theatre.runAll(List.of(Operation.SETTLE, other), true, 2);
      }
      for (Operation other :
          List.of(
              Operation.CLOSE,
              Operation.MOVE,
              Operation.APPEND,
              Operation.CLOSE_EXTERNAL,
              Operation.TAKE_OVER)) {
        theatre.runAll(List.of(Operation.CLOSE_EXTERNAL, other), false, 2);
      }
      theatre.runAll(List.of(Operation.CLOSE_EXTERNAL, Operation.PURGE), true, 2);
      for (Operation other :
          List.of(
              Operation.CLOSE, Operation.TAKE_OVER, Operation.RESUME, Operation.APPEND_AS_OWNER)) {
        theatre.runAll(List.of(Operation.TAKE_OVER, other), false, 2);
      }
      for (Operation other : List.of(Operation.CLOSE, Operation.APPEND_AS_OWNER)) {
        theatre.runAll(List.of(Operation.RESUME, other), false, 2);
      }
      theatre.runAll(List.of(Operation.TAKE_OVER, Operation.RESUME, Operation.CLOSE), false, 2);
      assertThat(theatre.waits()).as("how often somebody waited").isPositive();
    }
  }

  @Test
  void combined_writes_are_consistent_in_every_order_on_postgresql() throws Exception {
    List<Operation> combined =
        List.of(Operation.CLOSE_COMBINED, Operation.MOVE_COMBINED, Operation.APPEND_COMBINED);
    List<Operation> others =
        List.of(
            Operation.CLOSE,
            Operation.MOVE,
            Operation.APPEND,
            Operation.UPDATE,
            Operation.CLAIM,
            Operation.PURGE,
            Operation.CLOSE_COMBINED,
            Operation.MOVE_COMBINED,
            Operation.APPEND_COMBINED);
    try (InterleavingRunner theatre = postgres()) {
      for (Operation one : combined) {
        for (Operation other : others) {
          theatre.runAll(List.of(one, other), false, 2);
        }
      }
      theatre.runAll(List.of(Operation.CLOSE_COMBINED, Operation.CLOSE), true, 2);
      assertThat(theatre.waits()).as("how often somebody waited").isPositive();
    }
  }

  @Test
  void any_two_writes_of_one_row_are_consistent_in_every_order_on_h2() throws Exception {
    try (InterleavingRunner theatre =
        new InterleavingRunner(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000")) {
      List<Operation> writes =
          List.of(Operation.CLOSE, Operation.MOVE, Operation.APPEND, Operation.UPDATE);
      for (Operation one : writes) {
        for (Operation other : writes) {
          theatre.runAll(List.of(one, other), false, 2);
        }
      }
    }
  }

  private InterleavingRunner postgres() throws SQLException {
    return new InterleavingRunner(PostgresServer.shared().createDatabase().url());
  }

  /** A database, three actors and an observer. */
  private final class InterleavingRunner implements AutoCloseable {
    private final HikariDataSource pool = new HikariDataSource();
    private final JdbcSessionStore store;
    private final Connection observer;
    private final List<Actor> actors = new ArrayList<>();
    private int waits;

    InterleavingRunner(String url) throws SQLException {
      this(url, SchemaMode.MIGRATE, TableLayout.PLAIN);
    }

    InterleavingRunner(String url, SchemaMode mode, TableLayout layout) throws SQLException {
      pool.setJdbcUrl(url);
      store =
          JdbcSessionStore.builder(pool)
              .schemaMode(mode)
              .tableLayout(layout)
              .clock(StoreClock.of(clock))
              .build();
      observer = pool.getConnection();
      for (int i = 0; i < 3; i++) {
        actors.add(new Actor(pool.getConnection(), store));
      }
    }

    int waits() {
      return waits;
    }

    void runAll(List<Operation> operations, boolean ended, int steps) throws Exception {
      for (List<Integer> order : Interleavings.of(operations.size(), steps)) {
        try {
          run(operations, ended, steps, order);
        } catch (AssertionError | Exception e) {
          throw new AssertionError(operations + " in the order " + order + ", ended " + ended, e);
        }
      }
    }

    private void run(List<Operation> operations, boolean ended, int steps, List<Integer> order)
        throws Exception {
      InterleavingFixture stage = InterleavingFixture.set(store, clock, operations, ended);
      int[] done = new int[operations.size()];
      for (int actor : order) {
        int step = done[actor]++ + 3 - steps;
        step(actors.get(actor), operations.get(actor), step, stage);
      }
      List<Object> replies = new ArrayList<>();
      for (int i = 0; i < operations.size(); i++) {
        replies.add(Objects.requireNonNull(actors.get(i).finish()));
      }
      new PostConditions(store, observer).check(stage, ended, replies);
    }

    /** Performs a step; the first of two begins the transaction by itself. */
    private void step(Actor actor, Operation operation, int step, InterleavingFixture stage)
        throws Exception {
      switch (step) {
        case 0 -> actor.begin();
        case 1 -> actor.act(operation, stage);
        default -> actor.commit();
      }
      if (!actor.settle(observer)) {
        waits++;
      }
    }

    @Override
    public void close() throws SQLException {
      for (Actor actor : actors) {
        actor.close();
      }
      observer.close();
      store.close();
      pool.close();
    }
  }
}
