package dev.sessionlifecycle.benchmarks.campaign;

import java.util.List;
import java.util.Random;

/**
 * The whole campaign: 10,000 ends, 202 faults of seven kinds, three workers and a closer. Ends with
 * status 1 where the history is not clean.
 */
final class CampaignBenchmark {
  private static final int SHOWN = 5;

  private CampaignBenchmark() {}

  /**
   * Arguments: {@code --seed NUMBER}, {@code --without-fencing}, {@code --drop-one-completion}; or
   * {@code --h2} for one process on an H2 file that is killed again and again.
   */
  public static void main(String[] args) throws Exception {
    List<String> given = List.of(args);
    int at = given.indexOf("--seed");
    long seed = at < 0 ? new Random().nextInt(1_000_000) : Long.parseLong(given.get(at + 1));
    System.out.println("seed " + seed);
    HistoryCheck.Verdict verdict =
        given.contains("--h2") ? H2Campaign.run(seed) : postgres(seed, tampering(given));
    verdict.lost().stream().limit(SHOWN).forEach(it -> System.out.println("lost: " + it));
    verdict.doubled().stream().limit(SHOWN).forEach(it -> System.out.println("doubled: " + it));
    verdict.disordered().stream().limit(SHOWN).forEach(it -> System.out.println("order: " + it));
    System.out.println("figure campaign.lost " + verdict.lost().size());
    System.out.println("figure campaign.doubled " + verdict.doubled().size());
    System.out.println("figure campaign.disordered " + verdict.disordered().size());
    System.exit(verdict.isClean() ? 0 : 1);
  }

  private static HistoryCheck.Verdict postgres(long seed, Tampering tampering) throws Exception {
    CampaignPlan plan = CampaignPlan.whole(seed, tampering);
    try (Campaign campaign = new Campaign(plan, CampaignBenchmark::print)) {
      Campaign.Result result = campaign.run();
      System.out.println();
      for (FaultKind kind : FaultKind.values()) {
        System.out.printf("%-24s %4d%n", kind.words(), result.injected().getOrDefault(kind, 0));
      }
      System.out.println();
      System.out.println("ends acknowledged        " + result.acknowledged());
      System.out.println("attempts recorded lost   " + result.lostAttempts());
      System.out.println("every process stopped    " + result.stopped());
      System.out.println("figure campaign.closes " + result.acknowledged());
      System.out.println("figure campaign.faults " + result.faults());
      return result.verdict();
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
