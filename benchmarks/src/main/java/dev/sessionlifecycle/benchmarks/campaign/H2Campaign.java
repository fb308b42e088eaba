package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One process on an H2 file, killed repeatedly while it ends and finalizes sessions. */
public final class H2Campaign implements AutoCloseable {
  private static final int KILLS = 60;
  private static final int CLOSES = 3_000;
  private static final long END_SECONDS = 120;

  private final long seed;
  private final int kills;
  private final int closes;
  private final Consumer<String> out;
  private final Path folder;
  private final String file;
  private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
  private final CountDownLatch done = new CountDownLatch(1);

  /** Creates a campaign with this many kills and ends. */
  public H2Campaign(long seed, int kills, int closes, Consumer<String> out) throws IOException {
    this.seed = seed;
    this.kills = kills;
    this.closes = closes;
    this.out = out;
    this.folder = Files.createTempDirectory("campaign");
    this.file = folder.resolve("sessions").toString();
  }

  static CampaignBenchmark.Outcome run(long seed) throws Exception {
    try (H2Campaign campaign = new H2Campaign(seed, KILLS, CLOSES, CampaignBenchmark::print)) {
      HistoryCheck.CheckResult verdict = campaign.run();
      int closes = campaign.acknowledged.size();
      return new CampaignBenchmark.Outcome(verdict, closes, KILLS, closes == CLOSES);
    }
  }

  /** Runs the campaign to its end. */
  public HistoryCheck.CheckResult run() throws InterruptedException {
    JdbcSessionStore.h2(file).close();
    Audit audit = new Audit("jdbc:h2:async:" + file + ";WRITE_DELAY=0", "sa");
    audit.install();
    CampaignProcess process =
        new CampaignProcess(
            "node",
            H2Node.class,
            List.of(file, Long.toString(seed), Integer.toString(closes)),
            this::heard);
    try {
      Random random = new Random(seed);
      for (int kill = 1; kill <= kills; kill++) {
        awaitWork(process);
        process.tell("go " + (long) kill * closes / kills);
        CampaignChain.spend(random.nextInt(600));
        process.killAndRestart();
        if (kill % 10 == 0 || kill == kills) {
          out.accept(kill + " kills; " + acknowledged.size() + " ends acknowledged");
        }
      }
      awaitWork(process);
      process.tell("go " + closes);
      if (!done.await(END_SECONDS, TimeUnit.SECONDS)) {
        out.accept("the process does not come to its end");
      }
    } finally {
      process.stop();
    }
    finish(audit);
    return HistoryCheck.judge(audit.history(acknowledged), CampaignChain.order());
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(H2Campaign::delete);
    }
  }

  private void finish(Audit audit) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    try (SessionLifecycle lifecycle = H2Node.lifecycle(file, seed)) {
      while (audit.unfinished() > 0 && System.nanoTime() < end) {
        lifecycle.finalizer().runDue(closes, CampaignWorker.options());
      }
    }
  }

  private void heard(String line) {
    if (line.startsWith("closed ")) {
      acknowledged.add(UUID.fromString(line.substring("closed ".length())));
    } else if (line.equals("done")) {
      done.countDown();
    } else {
      out.accept(line);
    }
  }

  private static void awaitWork(CampaignProcess process) {
    while (!process.isAtWork()) {
      CampaignChain.spend(5);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
