package dev.sessionlifecycle.benchmarks.capacity;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.EndRequest;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerEvent;
import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.FinalizerRun;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.OpenResult;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Measures the processor time of an open, an append, an end and a step, in the processes of the
 * server and in this one: one caller, so that none of it is spent on waiting. Medians of five
 * rounds, after one that is not counted.
 */
final class CapacityBenchmark {
  private static final int ROUNDS = 5;
  private static final int SESSIONS = 2_000;
  private static final int APPENDS = 3;
  private static final int BATCH = 100;
  private static final int STEPS = 3;

  private final long server;
  private final OrganizationSessions sessions;
  private final SessionLifecycle lifecycle;
  private final Map<String, List<Cpu>> rounds = new LinkedHashMap<>();
  private volatile CountDownLatch unfinished = new CountDownLatch(0);

  private CapacityBenchmark(HikariDataSource pool, long server) {
    this.server = server;
    lifecycle =
        SessionLifecycle.builder(
                JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build())
            .retention(RetentionPolicy.keepFor(Duration.ofDays(90)))
            .finalizeWith(
                FinalizeChain.first(step("scrub")).then(step("summarize")).then(step("sync")))
            .finalizerListener(
                event -> {
                  if (event instanceof FinalizerEvent.ChainFinished) {
                    unfinished.countDown();
                  }
                })
            .build();
    sessions = lifecycle.organization(UUID.randomUUID());
  }

  private static FinalizeStep step(String name) {
    return FinalizeStep.of(name, context -> StepOutcome.done());
  }

  /** Runs the program. No arguments. */
  public static void main(String[] args) throws Exception {
    Map<String, String> settings =
        Map.of("max_wal_size", "8GB", "shared_buffers", "512MB", "checkpoint_timeout", "30min");
    try (PostgresServer server = PostgresServer.startDurable(settings)) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(server.createDatabase().url());
      config.setMaximumPoolSize(8);
      try (HikariDataSource pool = new HikariDataSource(config)) {
        CapacityBenchmark benchmark = new CapacityBenchmark(pool, server.pid());
        for (int round = 0; round <= ROUNDS; round++) {
          System.out.println("round " + round + " of " + ROUNDS);
          benchmark.round(round > 0);
          if (round == 0) {
            analyze(pool); // as autovacuum would have: without statistics each statement is planned
          }
        }
        benchmark.print();
        benchmark.lifecycle.close();
      }
    }
  }

  private static void analyze(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("VACUUM ANALYZE");
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private void round(boolean counts) throws Exception {
    List<UUID> ids = new ArrayList<>();
    measure("open", SESSIONS, counts, () -> open(ids));
    measure(
        "append",
        SESSIONS * APPENDS,
        counts,
        () ->
            ids.forEach(
                id -> {
                  for (int i = 0; i < APPENDS; i++) {
                    sessions.append(id, Message.fromUser("Where is my order? ".repeat(6)));
                  }
                }));
    measure("end", SESSIONS, counts, () -> ids.forEach(id -> sessions.close(id, "resolved")));
    List<UUID> more = openInHundreds();
    measure("end_in_hundreds", SESSIONS, counts, () -> end(more));
    measure("step", 2 * SESSIONS * STEPS, counts, () -> finish(2 * SESSIONS));
  }

  private static SessionRequest request() {
    return SessionRequest.on("voice", UUID.randomUUID());
  }

  private void open(List<UUID> ids) {
    for (int i = 0; i < SESSIONS; i++) {
      ids.add(sessions.open(request()).orThrow().id());
    }
  }

  private List<UUID> openInHundreds() {
    List<UUID> ids = new ArrayList<>();
    while (ids.size() < SESSIONS) {
      for (BulkResult<OpenResult> opened :
          sessions.bulk().open(Collections.nCopies(BATCH, request()))) {
        ids.add(opened.orThrow().session().id());
      }
    }
    return ids;
  }

  private void end(List<UUID> ids) {
    for (int from = 0; from < ids.size(); from += BATCH) {
      sessions
          .bulk()
          .close(ids.subList(from, from + BATCH), EndRequest.reported("resolved"))
          .forEach(BulkResult::orThrow);
    }
  }

  private void finish(int chains) throws Exception {
    unfinished = new CountDownLatch(chains);
    try (FinalizerRun run = lifecycle.finalizer().start(FinalizerOptions.defaults())) {
      if (!unfinished.await(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException(unfinished.getCount() + " chains do not finish: " + run);
      }
    }
  }

  private void measure(String name, int operations, boolean counts, Work work) throws Exception {
    Cpu before = Cpu.now(server);
    work.run();
    Cpu used = Cpu.now(server).since(before).per(operations);
    if (counts) {
      rounds.computeIfAbsent(name, any -> new ArrayList<>()).add(used);
    }
  }

  private void print() throws IOException {
    System.out.println();
    System.out.println("microseconds of a processor     database       node");
    rounds.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s %11.1f %10.1f%n",
                name,
                median(all.stream().map(Cpu::server).toList()),
                median(all.stream().map(Cpu::client).toList())));
    System.out.println();
    BarChart chart = new BarChart("What an operation costs", "microseconds of a processor");
    rounds.forEach(
        (name, all) ->
            chart
                .bar(label(name), "database", median(all.stream().map(Cpu::server).toList()))
                .bar(label(name), "node", median(all.stream().map(Cpu::client).toList())));
    chart.writeIfAsked("capacity");
    rounds.forEach(
        (name, all) -> {
          figure(name + ".database_us", median(all.stream().map(Cpu::server).toList()));
          figure(name + ".node_us", median(all.stream().map(Cpu::client).toList()));
        });
  }

  private static String label(String name) {
    return name.replace('_', ' ');
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void figure(String name, double value) {
    System.out.printf(Locale.ROOT, "figure capacity.%s %.1f%n", name, value);
  }
}
