package dev.sessionlifecycle.benchmarks.campaign;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Runs the whole campaign: 10,000 ends, 202 faults of seven kinds, three workers and a closer.
 * Exits with status 1 if the history has an error, or if the campaign was incomplete.
 */
final class CampaignBenchmark {
  private static final int SHOWN = 5;

  private CampaignBenchmark() {}

  /**
   * Runs the program. Arguments: {@code --seed NUMBER}, {@code --without-fencing}, {@code
   * --drop-one-completion}; or {@code --h2} for one process on an H2 file that is killed
   * repeatedly.
   */
  public static void main(String[] args) throws Exception {
    List<String> given = List.of(args);
    int at = given.indexOf("--seed");
    long seed = at < 0 ? new Random().nextInt(1_000_000) : Long.parseLong(given.get(at + 1));
    System.out.println("seed " + seed);
    Outcome outcome =
        given.contains("--h2") ? H2Campaign.run(seed) : postgres(seed, tampering(given));
    HistoryCheck.CheckResult verdict = outcome.verdict();
    verdict.lost().stream().limit(SHOWN).forEach(it -> System.out.println("lost: " + it));
    verdict.doubled().stream().limit(SHOWN).forEach(it -> System.out.println("doubled: " + it));
    verdict.disordered().stream().limit(SHOWN).forEach(it -> System.out.println("order: " + it));
    System.out.println(outcome.isWhole() ? "all of it happened" : "NOT ALL OF IT HAPPENED");
    System.out.println("figure campaign.disordered " + verdict.disordered().size());
    System.out.println("figure campaign.closes " + outcome.closes());
    System.out.println("figure campaign.faults " + outcome.faults());
    System.out.println("figure campaign.lost " + verdict.lost().size());
    System.out.println("figure campaign.doubled " + verdict.doubled().size());
    System.exit(verdict.isClean() && outcome.isWhole() ? 0 : 1);
  }

  /**
   * The outcome of a campaign.
   *
   * @param isWhole whether every end was acknowledged, every fault took effect and every process
   *     stopped: what did not happen proves nothing
   */
  record Outcome(HistoryCheck.CheckResult verdict, int closes, int faults, boolean isWhole) {}

  private static Outcome postgres(long seed, Tampering tampering) throws Exception {
    CampaignPlan plan = CampaignPlan.whole(seed, tampering);
    try (Campaign campaign = new Campaign(plan, CampaignBenchmark::print)) {
      Campaign.Result result = campaign.run();
      System.out.println();
      for (FaultKind kind : FaultKind.values()) {
        System.out.printf(
            Locale.ROOT, "%-24s %4d%n", kind.words(), result.injected().getOrDefault(kind, 0));
      }
      System.out.println();
      System.out.println("ends acknowledged        " + result.acknowledged());
      System.out.println("attempts recorded lost   " + result.lostAttempts());
      System.out.println("every process stopped    " + result.stopped());
      return new Outcome(
          result.verdict(),
          result.acknowledged(),
          result.faults(),
          result.acknowledged() == plan.closes()
              && result.injected().equals(plan.faults())
              && result.stopped());
    }
  }

  private static Tampering tampering(List<String> given) {
    if (given.contains("--without-fencing")) {
      return Tampering.WITHOUT_FENCING;
    }
    return given.contains("--drop-one-completion") ? Tampering.DROP_ONE_COMPLETION : Tampering.NONE;
  }

  static void print(String line) {
    System.out.println(line);
  }
}
