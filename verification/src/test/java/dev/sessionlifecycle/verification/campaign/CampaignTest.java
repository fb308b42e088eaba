package dev.sessionlifecycle.verification.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionlifecycle.benchmarks.campaign.Campaign;
import dev.sessionlifecycle.benchmarks.campaign.CampaignPlan;
import dev.sessionlifecycle.benchmarks.campaign.FaultKind;
import dev.sessionlifecycle.benchmarks.campaign.Tampering;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A small part of the campaign that {@code benchmarks/run campaign} runs as a whole. */
@Tag("long")
class CampaignTest {
  private static final long SEED = Long.getLong("campaign.seed", 20260301);
  private static final int OF_EACH_KIND = Integer.getInteger("campaign.faults", 1);
  private static final int CLOSES = Integer.getInteger("campaign.closes", 140);

  @Test
  void kills_freezes_and_partitions_lose_no_end_and_duplicate_no_effect() throws Exception {
    Map<FaultKind, Integer> faults =
        Arrays.stream(FaultKind.values())
            .collect(Collectors.toMap(Function.identity(), kind -> OF_EACH_KIND));
    CampaignPlan plan = new CampaignPlan(SEED, CLOSES, faults, Tampering.NONE, 300);
    try (Campaign campaign = new Campaign(plan, System.out::println)) {
      Campaign.Result result = campaign.run();
      assertThat(result.injected()).isEqualTo(faults);
      assertThat(result.acknowledged()).isEqualTo(CLOSES);
      assertThat(result.verdict().lost()).isEmpty();
      assertThat(result.verdict().doubled()).isEmpty();
      assertThat(result.verdict().disordered()).isEmpty();
      assertThat(result.stopped()).as("every process stopped when it was told to").isTrue();
    }
  }
}
