package dev.sessionlifecycle.benchmarks.finalize;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What one would write by hand for no-op steps and nothing else: a row per step, claims of hundreds
 * that skip locked rows, completions of hundreds that release the next steps. It has leases and
 * tokens, since nothing may run twice, but no fairness, failures, effects or shapes.
 */
final class Ideal {
  private static final int BATCH = 100;

  private static final String TABLE =
      """
      CREATE TABLE step (organization_id uuid NOT NULL, session_id uuid NOT NULL,
        step smallint NOT NULL, waits smallint NOT NULL, due_at timestamp with time zone,
        owner uuid, token bigint NOT NULL DEFAULT 0, attempts integer NOT NULL DEFAULT 0,
        done_at timestamp with time zone,
        PRIMARY KEY (organization_id, session_id, step)) WITH (fillfactor = 70);
      CREATE INDEX ON step (due_at) WHERE due_at IS NOT NULL""";

  private static final String CLAIM =
      """
      UPDATE step SET owner = ?, token = token + 1, attempts = attempts + 1,
        due_at = now() + interval '30 seconds'
      WHERE ctid = ANY (ARRAY(SELECT ctid FROM step WHERE due_at <= now()
        ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED))
      RETURNING organization_id, session_id, step, token""";

  private static final String COMPLETE =
      """
      WITH done AS (
        UPDATE step s SET due_at = NULL, owner = NULL, done_at = now()
        FROM unnest(?::uuid[], ?::uuid[], ?::smallint[], ?::bigint[]) AS i(org, id, step, token)
        WHERE s.organization_id = i.org AND s.session_id = i.id AND s.step = i.step
          AND s.token = i.token
        RETURNING s.organization_id, s.session_id, s.step),
      released AS (
        UPDATE step n SET waits = n.waits - 1, due_at = CASE WHEN n.waits = 1 THEN now() END
        FROM done d WHERE n.organization_id = d.organization_id AND n.session_id = d.session_id
          AND n.step = d.step + 1)
      SELECT count(*) FROM done""";

  private record Claimed(UUID organization, UUID session, short step, long token) {}

  private final HikariDataSource pool;
  private final AtomicLong left;

  private Ideal(HikariDataSource pool, long steps) {
    this.pool = pool;
    this.left = new AtomicLong(steps);
  }

  /** Runs this many chains of this many steps each, one step after the other. */
  static Drained drain(Server server, int chains, int steps, int threads) throws Exception {
    String url = server.database();
    Server.execute(url, TABLE);
    Server.execute(
        url,
        "INSERT INTO step (organization_id, session_id, step, waits, due_at)"
            + " SELECT md5('o' || n % 10)::uuid, md5('s' || n)::uuid, s,"
            + " CASE WHEN s = 1 THEN 0 ELSE 1 END, CASE WHEN s = 1 THEN now() END"
            + " FROM generate_series(1, "
            + chains
            + ") n, generate_series(1, "
            + steps
            + ") s");
    Server.execute(url, "VACUUM ANALYZE");
    long all = (long) chains * steps;
    try (HikariDataSource pool = Server.pool(url, threads)) {
      Drained drained = Drained.of(url, all, () -> new Ideal(pool, all).run(threads));
      if (Server.number(url, "SELECT count(*) FROM step WHERE done_at IS NULL") != 0) {
        throw new IllegalStateException("the hand-written queue left steps undone");
      }
      return drained;
    }
  }

  private long run(int threads) throws Exception {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(workers.submit(this::work));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return System.nanoTime() - start;
    } finally {
      workers.shutdownNow();
    }
  }

  private Void work() throws SQLException {
    UUID owner = UUID.randomUUID();
    try (Connection connection = pool.getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM);
        PreparedStatement complete = connection.prepareStatement(COMPLETE)) {
      while (left.get() > 0) {
        List<Claimed> claimed = claim(claim, owner);
        if (claimed.isEmpty()) {
          LockSupport.parkNanos(100_000);
        } else {
          left.addAndGet(-complete(connection, complete, claimed));
        }
      }
    }
    return null;
  }

  private static List<Claimed> claim(PreparedStatement claim, UUID owner) throws SQLException {
    claim.setObject(1, owner);
    claim.setInt(2, BATCH);
    List<Claimed> claimed = new ArrayList<>();
    try (ResultSet rows = claim.executeQuery()) {
      while (rows.next()) {
        claimed.add(
            new Claimed(
                rows.getObject(1, UUID.class),
                rows.getObject(2, UUID.class),
                rows.getShort(3),
                rows.getLong(4)));
      }
    }
    return claimed;
  }

  private static long complete(
      Connection connection, PreparedStatement complete, List<Claimed> claimed)
      throws SQLException {
    complete.setArray(1, array(connection, "uuid", claimed.stream().map(Claimed::organization)));
    complete.setArray(2, array(connection, "uuid", claimed.stream().map(Claimed::session)));
    complete.setArray(3, array(connection, "int2", claimed.stream().map(Claimed::step)));
    complete.setArray(4, array(connection, "int8", claimed.stream().map(Claimed::token)));
    try (ResultSet rows = complete.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static Array array(Connection connection, String type, Stream<?> values)
      throws SQLException {
    return connection.createArrayOf(type, values.toArray());
  }
}
