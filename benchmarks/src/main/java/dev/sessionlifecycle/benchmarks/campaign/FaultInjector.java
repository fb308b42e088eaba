package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.verification.postgres.KillablePostgres;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Injects faults, and counts those that took effect. */
final class FaultInjector {
  private static final long TEN_YEARS = 10L * 365 * 24 * 3600;
  private static final long LOSS_SECONDS = 3;

  private final KillablePostgres server;
  private final Audit audit;
  private final List<CampaignNode> workers;
  private final CampaignNode closer;
  private final Random random;
  private final Map<FaultKind, Integer> injected = new EnumMap<>(FaultKind.class);

  FaultInjector(
      KillablePostgres server,
      Audit audit,
      List<CampaignNode> workers,
      CampaignNode closer,
      Random random) {
    this.server = server;
    this.audit = audit;
    this.workers = List.copyOf(workers);
    this.closer = closer;
    this.random = random;
  }

  Map<FaultKind, Integer> injected() {
    return injected;
  }

  int total() {
    return injected.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Retries until the fault took effect; returns what was hit. */
  String inject(FaultKind kind) throws InterruptedException {
    while (true) {
      for (CampaignNode node : workers) {
        if (node.process().hasEnded()) {
          throw new IllegalStateException(node.process().name() + " has ended by itself");
        }
      }
      String hit = tried(kind);
      if (hit != null) {
        injected.merge(kind, 1, Integer::sum);
        return hit;
      }
      CampaignChain.spend(20);
    }
  }

  private @Nullable String tried(FaultKind kind) throws InterruptedException {
    if (kind == FaultKind.SERVER_KILLED) {
      server.kill();
      server.restart();
      return "the server";
    }
    boolean onlyWorkers = kind == FaultKind.WORKER_KILLED || kind == FaultKind.WORKER_FROZEN;
    CampaignNode node = any(onlyWorkers);
    return node != null && hits(kind, node) ? node.process().name() : null;
  }

  private boolean hits(FaultKind kind, CampaignNode node) throws InterruptedException {
    return switch (kind) {
      case WORKER_KILLED -> {
        node.process().killAndRestart();
        yield true;
      }
      case WORKER_FROZEN -> {
        freeze(node);
        yield true;
      }
      case BACKEND_TERMINATED -> audit.terminate(node.process().name(), 1 + random.nextInt(3)) > 0;
      case CONNECTION_CUT -> node.proxy().cut() > 0;
      case ACKNOWLEDGEMENT_LOST -> loses(node.proxy());
      case CLOCK_SKEWED -> {
        long seconds = Math.round(TEN_YEARS * random.nextGaussian() / 3);
        node.process().tell("skew " + (random.nextBoolean() ? seconds : seconds / 100_000));
        yield true;
      }
      case SERVER_KILLED -> throw new IllegalStateException("is no fault of a process");
    };
  }

  /** Freezes a node until its leases have expired, while other faults continue. */
  private void freeze(CampaignNode node) {
    long millis = node.lease().toMillis() + 200 + random.nextInt(1_300);
    node.process().freeze();
    ServerProxy.thread(
        "thaw",
        () -> {
          CampaignChain.spend(millis);
          node.process().thaw();
        });
  }

  private static boolean loses(ServerProxy proxy) throws InterruptedException {
    CompletableFuture<Boolean> lost = proxy.loseAcknowledgement();
    try {
      return lost.get(LOSS_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      proxy.forgive();
      return lost.getNow(false);
    }
  }

  private @Nullable CampaignNode any(boolean onlyWorkers) {
    List<CampaignNode> able = new ArrayList<>(workers);
    if (!onlyWorkers) {
      able.add(closer);
    }
    able.removeIf(node -> !node.process().isAtWork());
    return able.isEmpty() ? null : able.get(random.nextInt(able.size()));
  }
}
