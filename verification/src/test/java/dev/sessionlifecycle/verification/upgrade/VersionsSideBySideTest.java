package dev.sessionlifecycle.verification.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.spi.AttemptRecord;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.store.jdbc.TableLayout;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("long")
class VersionsSideBySideTest {
  private static final int SESSIONS = 100;
  private static final ClassLoader PREVIOUS = PreviousVersion.load();

  enum Database {
    H2(TableLayout.PLAIN),
    POSTGRESQL(TableLayout.PLAIN),
    PARTITIONED(TableLayout.PARTITIONED);

    final TableLayout layout;

    Database(TableLayout layout) {
      this.layout = layout;
    }

    HikariDataSource pool() {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(
          this == H2
              ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000"
              : PostgresServer.shared().createDatabase().url());
      config.setMaximumPoolSize(20);
      return new HikariDataSource(config);
    }
  }

  /** Nodes that work until the end of the test, each on a thread of its own. */
  private static final class Cluster implements AutoCloseable {
    final Queue<UUID> ended = new ConcurrentLinkedQueue<>();
    final UUID organization = UUID.randomUUID();
    private final Database database;
    private final DataSource source;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();
    private final List<Semaphore> progress = new ArrayList<>();
    private final List<AutoCloseable> nodes = new ArrayList<>();

    Cluster(Database database, DataSource source) {
      this.database = database;
      this.source = source;
    }

    /** Returns a node of either version, by the types of the JDK that it has. */
    AutoCloseable node(ClassLoader version, String mode) throws Exception {
      AutoCloseable node =
          (AutoCloseable)
              version
                  .loadClass(Node.class.getName())
                  .getConstructor(DataSource.class, String.class, String.class, UUID.class)
                  .newInstance(source, database.layout.name(), mode, organization);
      nodes.add(node);
      return node;
    }

    @SuppressWarnings("unchecked") // the class of the other loader implements it, too
    void run(AutoCloseable node) {
      Semaphore done = new Semaphore(0);
      progress.add(done);
      running.add(
          threads.submit(
              () ->
                  ((BiConsumer<BooleanSupplier, Consumer<UUID>>) node)
                      .accept(
                          stopped::get,
                          id -> {
                            ended.add(id);
                            done.release();
                          })));
    }

    /** Waits until every node has ended this many sessions since the last call. */
    void await(int sessions) throws Exception {
      for (int i = 0; i < progress.size(); i++) {
        while (!progress.get(i).tryAcquire(sessions, 100, TimeUnit.MILLISECONDS)) {
          if (running.get(i).isDone()) {
            running.get(i).get();
          }
        }
        progress.get(i).drainPermits();
      }
    }

    void stop() throws Exception {
      stopped.set(true);
      for (Future<?> one : running) {
        one.get();
      }
    }

    @Override
    public void close() throws Exception {
      stopped.set(true);
      threads.shutdown();
      for (AutoCloseable node : nodes) {
        node.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void both_versions_work_before_during_and_after_the_upgrade(Database database) throws Exception {
    ClassLoader current = getClass().getClassLoader();
    try (HikariDataSource pool = database.pool();
        Cluster cluster = new Cluster(database, pool)) {
      cluster.run(cluster.node(PREVIOUS, "MIGRATE"));
      cluster.await(SESSIONS);
      cluster.run(cluster.node(current, "VALIDATE"));
      cluster.await(SESSIONS);
      assertThat(version(pool)).isEqualTo(1);
      AutoCloseable migrating = cluster.node(current, "MIGRATE");
      assertThat(version(pool)).isEqualTo(2);
      cluster.run(migrating);
      cluster.await(SESSIONS);
      cluster.run(cluster.node(PREVIOUS, "NONE"));
      cluster.run(cluster.node(current, "VALIDATE"));
      cluster.await(SESSIONS);
      cluster.stop();
      for (int i = 0; i < 100 && ((IntSupplier) migrating).getAsInt() > 0; i++) {}
      try (JdbcSessionStore store =
          JdbcSessionStore.builder(pool).tableLayout(database.layout).build()) {
        awaitFinished(store, cluster);
        assertThat(cluster.ended).hasSizeGreaterThan(10 * SESSIONS);
        for (UUID id : cluster.ended) {
          check(store, new SessionKey(cluster.organization, id));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_previous_library_leaves_a_chain_with_deliveries_alone(Database database)
      throws Exception {
    try (HikariDataSource pool = database.pool();
        Cluster cluster = new Cluster(database, pool);
        JdbcSessionStore store =
            JdbcSessionStore.builder(pool)
                .tableLayout(database.layout)
                .schemaMode(SchemaMode.MIGRATE)
                .build()) {
      FinalizeStep scrub = FinalizeStep.of("scrub", context -> StepOutcome.done());
      FinalizeStep crm =
          FinalizeStep.of("crm", context -> StepOutcome.retryLater(Duration.ofHours(1), "busy"));
      SessionLifecycle lifecycle =
          SessionLifecycle.builder(store)
              .finalizeWith(FinalizeChain.builder().step(scrub).delivery(crm, scrub).build())
              .build();
      OrganizationSessions sessions = lifecycle.organization(cluster.organization);
      UUID id = sessions.open(SessionRequest.on("chat", UUID.randomUUID())).orThrow().id();
      sessions.close(id, "resolved");
      SessionKey key = new SessionKey(cluster.organization, id);
      IntSupplier previous = (IntSupplier) cluster.node(PREVIOUS, "NONE");
      assertThat(previous.getAsInt()).isZero();
      assertThat(store.chains().find(key).orElseThrow().state().encode()).isEqualTo("p0 P0");
      lifecycle.finalizer().runDue(1);
      assertThat(previous.getAsInt()).isZero();
      assertThat(store.chains().find(key).orElseThrow().state().encode()).startsWith("d1 P");
      assertThat(store.find(key).orElseThrow().finalizedAt()).isNotNull();
    }
  }

  /** What other nodes had claimed is finished by them. */
  private static void awaitFinished(JdbcSessionStore store, Cluster cluster) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    IntSupplier node = (IntSupplier) cluster.nodes.get(0);
    while (!store.chains().unfinished(null, 1).chains().isEmpty() && System.nanoTime() < end) {
      int unused = node.getAsInt();
    }
  }

  private static void check(JdbcSessionStore store, SessionKey key) {
    Session session = store.find(key).orElseThrow();
    assertThat(session.isEnded()).isTrue();
    assertThat(session.finalizedAt()).isNotNull();
    assertThat(session.summary()).isEqualTo("of 1");
    assertThat(store.messages(key, 0, 10)).hasSize(1);
    assertThat(store.chains().attempts(key))
        .extracting(AttemptRecord::step, AttemptRecord::attempt, AttemptRecord::result)
        .containsExactly(
            tuple("scrub", 1, AttemptRecord.Result.DONE),
            tuple("summarize", 1, AttemptRecord.Result.DONE));
  }

  private static int version(DataSource source) throws Exception {
    try (var connection = source.getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT max(version) FROM sl_lifecycle_schema")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
