package dev.sessionlifecycle.benchmarks.finalize;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * db-scheduler with one-time tasks that do nothing, polling with lock-and-fetch, its fast strategy.
 */
final class DbScheduler {
  private static final String TABLE =
      """
      CREATE TABLE scheduled_tasks (task_name text NOT NULL, task_instance text NOT NULL,
        task_data bytea, execution_time timestamp with time zone NOT NULL, picked boolean NOT NULL,
        picked_by text, last_success timestamp with time zone,
        last_failure timestamp with time zone, consecutive_failures integer,
        last_heartbeat timestamp with time zone, version bigint NOT NULL, priority smallint,
        PRIMARY KEY (task_name, task_instance));
      CREATE INDEX ON scheduled_tasks (execution_time);
      CREATE INDEX ON scheduled_tasks (last_heartbeat)""";

  private DbScheduler() {}

  /**
   * Executes this many tasks; fetches up to {@code upper} times the number of threads when it has
   * fewer than {@code lower} times.
   */
  static Drained drain(Server server, int tasks, int threads, double lower, double upper)
      throws Exception {
    String url = server.database();
    Server.execute(url, TABLE);
    Server.execute(
        url,
        "INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
            + " SELECT 'noop', n::text, now(), false, 1 FROM generate_series(1, "
            + tasks
            + ") n");
    Server.execute(url, "VACUUM ANALYZE");
    CountDownLatch executed = new CountDownLatch(tasks);
    OneTimeTask<Void> task =
        Tasks.oneTime("noop").execute((instance, context) -> executed.countDown());
    try (HikariDataSource pool = Server.pool(url, threads + 4)) {
      Scheduler scheduler =
          Scheduler.create(pool, task).threads(threads).pollUsingLockAndFetch(lower, upper).build();
      return Drained.of(
          url,
          tasks,
          () -> {
            long start = System.nanoTime();
            scheduler.start();
            executed.await();
            while (Server.number(url, "SELECT count(*) FROM scheduled_tasks") > 0) {
              LockSupport.parkNanos(100_000);
            }
            long took = System.nanoTime() - start;
            scheduler.stop();
            return took;
          });
    }
  }
}
