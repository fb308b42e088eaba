package dev.sessionlifecycle.benchmarks.close;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.testkit.postgres.PostgresServer;
import java.util.List;

/** Ends sessions on PostgreSQL. */
final class OnPostgres {
  private static final int THREADS = 8;
  private static final double SECONDS = 1.2;

  private OnPostgres() {}

  static void run(PostgresServer server, Figures figures) throws Exception {
    String url = server.createDatabase().url();
    try (HikariDataSource quick = pool(url, "off");
        HikariDataSource durable = pool(url, "on");
        JdbcSessionStore store =
            JdbcSessionStore.builder(quick).schemaMode(SchemaMode.MIGRATE).build()) {
      ByHand.prepare(quick);
      OrganizationSessions sessions = Library.on(store);
      SameStatement same = SameStatement.overhear(quick, Live.sow(quick, true, 1).get(0));
      Contest many = contest(quick, 60_000, figures);
      Contest few = contest(quick, 10_000, figures);
      List<Contender> all =
          List.of(
              Library.single(sessions),
              same.through(quick),
              ByHand.shortest(quick),
              ByHand.naive(quick));
      few.run("synchronous_commit off", 1, all);
      Rates eight = many.run("synchronous_commit off", THREADS, all);
      Contender batch = Library.batch(sessions, 100);
      // The code for single calls is compiled by now; that for many must be as well.
      Contest most =
          new Contest((it, count) -> Live.sow(quick, true, count), 60_000, SECONDS, 4, 5, figures);
      Rates calls = most.run("synchronous_commit off", THREADS, List.of(batch, all.get(0)));
      try (JdbcSessionStore own = JdbcSessionStore.of(durable)) {
        List<Contender> alike =
            List.of(
                Library.single(Library.on(own)),
                same.through(durable),
                ByHand.shortest(durable),
                ByHand.naive(durable));
        contest(durable, 3_000, figures).run("synchronous_commit on", 1, alike);
        contest(durable, 30_000, figures).run("synchronous_commit on", THREADS, alike);
      }
      figures.add("close.pg.vs_statement", eight.ratio("library", same.name()));
      figures.add("close.pg.vs_shortest", eight.ratio("library", all.get(2).name()));
      figures.add("close.pg.vs_naive", eight.ratio("library", all.get(3).name()));
      figures.add("close.pg.batch_vs_single", calls.ratio(batch.name(), "library"));
    }
  }

  private static Contest contest(HikariDataSource source, int sessions, Figures figures) {
    return new Contest((it, count) -> Live.sow(source, true, count), sessions, SECONDS, figures);
  }

  static HikariDataSource pool(String url, String synchronousCommit) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.addDataSourceProperty("options", "-c synchronous_commit=" + synchronousCommit);
    config.setMaximumPoolSize(THREADS);
    return new HikariDataSource(config);
  }
}
