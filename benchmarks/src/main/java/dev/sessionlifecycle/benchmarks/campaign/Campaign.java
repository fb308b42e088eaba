package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import dev.sessionlifecycle.store.jdbc.SchemaMode;
import dev.sessionlifecycle.verification.postgres.KillablePostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Three workers and a closer, each a process behind its own proxy, on one PostgreSQL with fsync.
 * Faults are injected while sessions end; afterwards the history is checked.
 */
public final class Campaign implements AutoCloseable {
  private static final int WORKERS = 3;
  private static final Duration DRAIN = Duration.ofSeconds(60);

  private final CampaignPlan plan;
  private final Consumer<String> out;
  private final KillablePostgres server;
  private final Audit audit;
  private final List<CampaignNode> workers = new ArrayList<>();
  private final CampaignNode closer;
  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final FaultInjector injector;

  /** Starts the server and the processes. */
  public Campaign(CampaignPlan plan, Consumer<String> out) throws IOException {
    this.plan = plan;
    this.out = out;
    this.server = KillablePostgres.start(Map.of());
    this.audit = new Audit(server.url(), "postgres");
    JdbcSessionStore.postgresBuilder(server.url(), "postgres", "postgres")
        .schemaMode(SchemaMode.MIGRATE)
        .build()
        .close();
    audit.install();
    String seed = Long.toString(plan.seed());
    for (int i = 1; i <= WORKERS; i++) {
      boolean polls = i == WORKERS;
      workers.add(
          node(
              "worker-" + i,
              CampaignWorker.class,
              List.of(seed, plan.tampering().name(), Boolean.toString(polls)),
              CampaignWorker.lease(polls)));
    }
    this.closer =
        node(
            "closer",
            CampaignCloser.class,
            List.of(seed, Integer.toString(plan.closes())),
            Duration.ZERO);
    this.injector = new FaultInjector(server, audit, workers, closer, new Random(plan.seed()));
  }

  /**
   * The result of a campaign.
   *
   * @param injected how often each kind of fault took effect
   * @param acknowledged how many ends were acknowledged to the closer
   * @param lostAttempts how many attempts died with their process or their lease, and were recorded
   * @param stopped whether every process exited by itself when ordered to
   * @param verdict what is wrong with the history
   */
  public record Result(
      Map<FaultKind, Integer> injected,
      int acknowledged,
      int lostAttempts,
      boolean stopped,
      HistoryCheck.CheckResult verdict) {
    /** Copies the map. */
    public Result {
      injected = Map.copyOf(injected);
    }

    /** Returns how many faults took effect. */
    public int faults() {
      return injected.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** Runs the campaign to its end. */
  public Result run() throws InterruptedException {
    while (!nodes().stream().allMatch(node -> node.process().isAtWork())) {
      CampaignChain.spend(10);
    }
    List<FaultKind> schedule = plan.schedule();
    Random pauses = new Random(plan.seed() + 1);
    for (int i = 0; i < schedule.size(); i++) {
      // Leaves work for every fault: sessions end in step with the faults that are over.
      closer.process().tell("go " + (i + 1L) * plan.closes() / schedule.size());
      CampaignChain.spend(pauses.nextInt(plan.longestPauseMillis()));
      String hit = injector.inject(schedule.get(i));
      if ((i + 1) % 20 == 0 || i + 1 == schedule.size()) {
        out.accept(
            String.format(
                Locale.ROOT,
                "%d faults, the last: %s (%s); %d ends acknowledged, %d chains unfinished",
                injector.total(),
                schedule.get(i).words(),
                hit,
                acknowledged.size(),
                audit.unfinished()));
      }
    }
    closer.process().tell("go " + plan.closes());
    if (!closed.await(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
      out.accept("the closer does not come to its end");
    }
    drain();
    boolean stopped = stop();
    return new Result(
        injector.injected(),
        acknowledged.size(),
        audit.lostAttempts(),
        stopped,
        HistoryCheck.judge(audit.history(acknowledged), CampaignChain.order()));
  }

  @Override
  public void close() throws IOException {
    for (CampaignNode node : nodes()) {
      node.process().kill();
      node.proxy().close();
    }
    server.close();
  }

  private void drain() {
    long end = System.nanoTime() + DRAIN.toNanos();
    while (audit.unfinished() > 0 && System.nanoTime() < end) {
      CampaignChain.spend(100);
    }
  }

  private boolean stop() {
    boolean all = true;
    for (CampaignNode node : nodes()) {
      all &= node.process().stop();
    }
    return all;
  }

  private List<CampaignNode> nodes() {
    List<CampaignNode> nodes = new ArrayList<>(workers);
    nodes.add(closer);
    return nodes;
  }

  private CampaignNode node(String name, Class<?> main, List<String> arguments, Duration lease)
      throws IOException {
    ServerProxy proxy = new ServerProxy(server.port());
    String url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?user=postgres";
    List<String> all = new ArrayList<>(List.of(url, name));
    all.addAll(arguments);
    return new CampaignNode(new CampaignProcess(name, main, all, this::heard), proxy, lease);
  }

  private void heard(String line) {
    if (line.startsWith("closed ")) {
      acknowledged.add(UUID.fromString(line.substring("closed ".length())));
    } else if (line.equals("done")) {
      closed.countDown();
    } else if (!line.equals("skewed")) {
      out.accept(line);
    }
  }
}
