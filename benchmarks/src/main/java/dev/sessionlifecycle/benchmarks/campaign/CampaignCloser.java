package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.OrganizationSessions;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionRequest;
import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.session.Message;
import dev.sessionlifecycle.session.Session;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that opens and ends as many sessions as it is allowed to; it repeats failed calls and
 * prints a line for each acknowledged end.
 */
final class CampaignCloser {
  private static final int THREADS = 4;

  /** Several organizations, so that claims rotate. */
  private static final int ORGANIZATIONS = 5;

  /** More than the threads can be apart from each other. */
  private static final int STRIDE = 64;

  private static final long RETRY_MILLIS = 50;

  private final SessionLifecycle lifecycle;
  private final Orders orders;
  private final int closes;
  private final AtomicInteger next = new AtomicInteger();

  CampaignCloser(SessionLifecycle lifecycle, Orders orders, int closes) {
    this.lifecycle = lifecycle;
    this.orders = orders;
    this.closes = closes;
  }

  /** Skips the range of sessions that an earlier process has ended completely. */
  CampaignCloser skipEnded() {
    while (next.get() + STRIDE < closes && isEnded(next.get() + STRIDE)) {
      next.addAndGet(STRIDE);
    }
    return this;
  }

  private boolean isEnded(int number) {
    return sessions(number).find(new UUID(7, number)).filter(Session::isEnded).isPresent();
  }

  private OrganizationSessions sessions(int number) {
    return lifecycle.organization(new UUID(9, number % ORGANIZATIONS));
  }

  /** Runs the process. Arguments: URL, name, seed, how many sessions to close. */
  public static void main(String[] args) throws InterruptedException {
    Orders orders = new Orders();
    SessionLifecycle lifecycle =
        CampaignStore.lifecycle(args[0], args[1], Tampering.NONE, orders, Long.parseLong(args[2]));
    Orders.say("ready");
    new CampaignCloser(lifecycle, orders, Integer.parseInt(args[3])).run();
    Orders.say("done");
    orders.awaitStop();
    lifecycle.close();
  }

  void run() throws InterruptedException {
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      threads[i] = new Thread(this::close, "closer-" + i);
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void close() {
    try {
      for (int i = next.getAndIncrement(); i < closes; i = next.getAndIncrement()) {
        if (!orders.awaitAllowed(i + 1)) {
          return;
        }
        closeOne(i);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeOne(int number) {
    UUID id = new UUID(7, number);
    Message hello = Message.fromUser("hello").withId(new UUID(8, number));
    OrganizationSessions sessions = sessions(number);
    while (!orders.isStopped()) {
      try {
        if (!sessions.open(request(number, id)).session().isEnded()) {
          sessions.append(id, hello);
        }
        sessions.close(id, "user_hangup");
        Orders.say("closed " + id);
        return;
      } catch (StoreException e) {
        if (!e.isTransient()) {
          Orders.say("failed " + id + " " + e.getMessage());
        }
        CampaignChain.spend(RETRY_MILLIS);
      }
    }
  }

  private static SessionRequest request(int number, UUID id) {
    return SessionRequest.with(new UUID(10, number)).withId(id);
  }
}
