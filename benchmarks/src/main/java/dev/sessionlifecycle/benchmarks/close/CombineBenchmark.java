package dev.sessionlifecycle.benchmarks.close;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.benchmarks.plot.BarChart;
import dev.sessionlifecycle.session.AppendResult;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What combining writers gains on PostgreSQL: ends and messages of 1, 8 and 64 callers with and
 * without it, through one pool of eight connections, with medians of rounds in turns.
 */
final class CombineBenchmark {
  private static final Set<String> ALL = Set.of("close", "append", "durable", "statements");
  private static final int FEW = 8;
  private static final int MANY = 64;
  private static final String COMBINED = "combined";
  private static final String SINGLE = "one by one";

  private final JdbcSessionStore store;
  private final HikariDataSource pool;
  private final CallerContest ends;
  private final CallerContest messages;

  private CombineBenchmark(HikariDataSource pool, Figures figures) {
    this.pool = pool;
    this.store = JdbcSessionStore.builder(pool).schemaMode(SchemaMode.MIGRATE).build();
    this.ends = new CallerContest((it, calls) -> Live.sow(pool, true, calls), 50_000, figures);
    this.messages =
        new CallerContest(
            (it, calls) -> again(Live.sow(pool, true, 1_024), calls), 100_000, figures);
  }

  /** Returns the same sessions again and again. */
  private static List<UUID> again(List<UUID> sessions, int calls) {
    return IntStream.range(0, calls).mapToObj(i -> sessions.get(i % sessions.size())).toList();
  }

  /**
   * Runs the program. Arguments: what to measure, of close, append, durable (both, with
   * synchronous_commit on) and statements (how many at a time); by default all but the last.
   */
  public static void main(String[] args) throws Exception {
    Set<String> parts = args.length == 0 ? Set.of("close", "append", "durable") : Set.of(args);
    if (!ALL.containsAll(parts)) {
      throw new IllegalArgumentException("there are " + ALL);
    }
    Figures figures =
        new Figures(
            new BarChart("Ends and messages on PostgreSQL, combined and one by one", "per second"));
    try (PostgresServer server = PostgresServer.startDurable(CloseBenchmark.SETTINGS)) {
      String url = server.createDatabase().url();
      try (HikariDataSource quick = OnPostgres.pool(url, "off");
          HikariDataSource durable = OnPostgres.pool(url, "on")) {
        CombineBenchmark benchmark = new CombineBenchmark(quick, figures);
        ByHand.prepare(quick);
        if (parts.contains("statements")) {
          new CombineBenchmark(durable, figures).statements();
        }
        if (parts.contains("close")) {
          benchmark.close(figures);
        }
        if (parts.contains("append")) {
          benchmark.append(figures);
        }
        if (parts.contains("durable")) {
          new CombineBenchmark(durable, figures).durable(figures);
        }
      }
    }
    figures.print("combine");
  }

  private void close(Figures figures) throws Exception {
    List<Contender> both = List.of(ending(COMBINED, combined()), ending(SINGLE, single()));
    add(figures, "close.pg", ends.run("ends", MANY, both));
    SameStatement same = SameStatement.overhear(pool, Live.sow(pool, true, 1).get(0));
    Contender raw = same.through(pool);
    CallerContest.Table few = ends.run("ends", FEW, List.of(both.get(0), raw, both.get(1)));
    figures.add("close.pg.vs_statement", few.rates().ratio(COMBINED, raw.name()));
    CallerContest.Table one = ends.run("ends", 1, both);
    figures.add("close.pg.combined_vs_single_alone", one.rates().ratio(COMBINED, SINGLE));
  }

  private void append(Figures figures) throws Exception {
    List<Contender> both = List.of(appending(COMBINED, combined()), appending(SINGLE, single()));
    add(figures, "append.pg", messages.run("messages", MANY, both));
    messages.run("messages", FEW, both);
    CallerContest.Table one = messages.run("messages", 1, both);
    figures.add("append.pg.combined_vs_single_alone", one.rates().ratio(COMBINED, SINGLE));
  }

  private void durable(Figures figures) throws Exception {
    add(
        figures,
        "close.pg.durable",
        ends.run(
            "ends, synchronous_commit on",
            MANY,
            List.of(ending(COMBINED, combined()), ending(SINGLE, single()))));
    add(
        figures,
        "append.pg.durable",
        messages.run(
            "messages, synchronous_commit on",
            MANY,
            List.of(appending(COMBINED, combined()), appending(SINGLE, single()))));
  }

  private static void add(Figures figures, String name, CallerContest.Table table) {
    figures.add(name + ".combined_vs_single", table.rates().ratio(COMBINED, SINGLE));
    figures.add(name + ".combined_vs_single_p99", table.p99().ratio(COMBINED, SINGLE));
  }

  /**
   * Prints how what combining gains depends on the number of statements at a time, with
   * synchronous_commit on, as it is by default.
   */
  private void statements() throws Exception {
    for (int callers : List.of(FEW, MANY)) {
      List<Contender> ending = new ArrayList<>();
      List<Contender> appending = new ArrayList<>();
      for (int statements : List.of(0, 1, 2, 4, 8)) {
        OrganizationSessions sessions = Library.combining(store, statements);
        String name = statements == 0 ? SINGLE : statements + " at a time";
        ending.add(ending(name, sessions));
        appending.add(appending(name, sessions));
      }
      ends.run("ends", callers, ending);
      messages.run("messages", callers, appending);
    }
  }

  private OrganizationSessions single() {
    return Library.combining(store, 0);
  }

  private OrganizationSessions combined() {
    return Library.combining(store, store.combinedStatements());
  }

  private static Contender ending(String name, OrganizationSessions sessions) {
    return Contender.single(
        name, id -> Library.check(sessions.close(id, Library.REASON).isWinner()));
  }

  private static Contender appending(String name, OrganizationSessions sessions) {
    return Contender.single(
        name,
        id ->
            Library.check(
                sessions.append(id, Message.fromUser("Could you repeat that, please? Thank you."))
                    instanceof AppendResult.Appended));
  }
}
