package dev.sessionlifecycle.benchmarks.close;

import java.util.List;
import java.util.UUID;

/**
 * A way to end sessions.
 *
 * @param name its name in the table
 * @param batch how many sessions one call ends
 * @param way ends these sessions; called by several threads at once
 */
record Contender(String name, int batch, Variant way) {

  /** Ends sessions, or throws. */
  interface Variant {
    void end(List<UUID> ids) throws Exception;
  }

  /** Ends one session. */
  interface One {
    void end(UUID id) throws Exception;
  }

  static Contender single(String name, One way) {
    return new Contender(name, 1, ids -> way.end(ids.get(0)));
  }
}
