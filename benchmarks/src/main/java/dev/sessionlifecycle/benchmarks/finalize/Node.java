package dev.sessionlifecycle.benchmarks.finalize;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Consumer;

/** A node of this library with its own pool, and a chain of three steps that do nothing. */
final class Node implements AutoCloseable {
  static final int STEPS = 3;

  private static final FinalizeChain CHAIN =
      FinalizeChain.first(step("scrub")).then(step("summarize")).then(step("sync-memory"));

  private final HikariDataSource pool;
  private final SessionLifecycle lifecycle;
  private final int threads;

  /** Creates a node that reports each finished chain after the commit. */
  Node(String url, int threads, int connections, Consumer<UUID> finished) throws SQLException {
    this.threads = threads;
    pool = Server.pool(url, connections);
    FinalizerListener listener =
        event -> {
          if (event instanceof FinalizerEvent.ChainFinished chain) {
            finished.accept(chain.sessionId());
          }
        };
    lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
            .finalizeWith(CHAIN)
            .finalizerListener(listener)
            .build();
  }

  SessionLifecycle lifecycle() {
    return lifecycle;
  }

  /** Runs chains until the node is closed. */
  void start() {
    lifecycle.finalizer().start(FinalizerOptions.builder().threads(threads).build());
  }

  @Override
  public void close() {
    lifecycle.close();
    pool.close();
  }

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }
}
