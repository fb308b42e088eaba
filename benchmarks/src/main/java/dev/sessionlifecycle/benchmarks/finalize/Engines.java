package dev.sessionlifecycle.benchmarks.finalize;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Runs the engine of this library on due chains. */
final class Engines {
  private static final int SPARE_CONNECTIONS = 4;

  private Engines() {}

  /** Fills a new database, and drains it with this many nodes of this many threads each. */
  static Drained drain(Server server, int organizations, int chains, int nodes, int threads)
      throws Exception {
    String url = server.database();
    fill(url, organizations, chains / organizations);
    Server.execute(url, "VACUUM ANALYZE");
    Drained drained = drain(url, chains, nodes, threads);
    long undone = Server.number(url, "SELECT count(*) FROM sl_chain WHERE finished_at IS NULL");
    long records =
        Server.number(
            url,
            "SELECT (SELECT count(*) FROM sl_attempt WHERE result = 'done')"
                + " + (SELECT coalesce(sum(regexp_count(first_attempts, '\\td\\t')), 0)"
                + " FROM sl_chain)");
    if (undone != 0 || records != (long) chains * Node.STEPS) {
      throw new IllegalStateException("chains undone: " + undone + ", steps recorded: " + records);
    }
    return drained;
  }

  /** Creates ended sessions with due chains in this many organizations. */
  static void fill(String url, int organizations, int chainsEach) throws Exception {
    try (Node node = new Node(url, 1, 2, chain -> {})) {
      for (int i = 0; i < organizations; i++) {
        Backlog.ended(url, node.lifecycle(), UUID.randomUUID(), chainsEach);
      }
    }
  }

  /** Works until this many more chains have finished. */
  static Drained drain(String url, int chains, int nodes, int threads) throws Exception {
    return drain(url, chains, nodes, threads, new CountDownLatch(0));
  }

  /** Drains on one node, counting the time from the first chain that finishes. */
  static Drained sample(String url, int chains, int threads) throws Exception {
    return drain(url, chains, 1, threads, new CountDownLatch(1));
  }

  private static Drained drain(String url, int chains, int nodes, int threads, CountDownLatch begin)
      throws Exception {
    CountDownLatch finished = new CountDownLatch(chains);
    Consumer<UUID> count =
        chain -> {
          begin.countDown();
          finished.countDown();
        };
    List<Node> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(new Node(url, threads, threads + SPARE_CONNECTIONS, count));
    }
    try {
      return Drained.of(
          url,
          (long) chains * Node.STEPS,
          () -> {
            long start = System.nanoTime();
            all.forEach(Node::start);
            if (begin.getCount() > 0) {
              begin.await();
              start = System.nanoTime();
            }
            finished.await();
            return System.nanoTime() - start;
          });
    } finally {
      all.forEach(Node::close);
    }
  }
}
