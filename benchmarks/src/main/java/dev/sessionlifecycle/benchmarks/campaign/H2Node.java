package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;

/** A process that ends and finalizes sessions on an H2 file that no other process has open. */
final class H2Node {
  private H2Node() {}

  /** Runs the process. Arguments: file, seed, how many sessions to close. */
  public static void main(String[] args) throws InterruptedException {
    Orders orders = new Orders();
    SessionLifecycle lifecycle = lifecycle(args[0], Long.parseLong(args[1]));
    lifecycle.finalizer().start(CampaignWorker.options());
    CampaignCloser closer =
        new CampaignCloser(lifecycle, orders, Integer.parseInt(args[2])).skipEnded();
    Orders.say("ready");
    closer.run();
    Orders.say("done");
    orders.awaitStop();
    lifecycle.close();
  }

  static SessionLifecycle lifecycle(String file, long seed) {
    return SessionLifecycle.builder(JdbcSessionStore.h2(file))
        .finalizeWith(CampaignChain.create(seed))
        .build();
  }
}
