package dev.sessionlifecycle.benchmarks.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a campaign does.
 *
 * @param seed determines everything random, except the races that the campaign provokes
 * @param closes how many sessions are ended
 * @param faults how often each kind is injected; a kind that is absent is not injected
 * @param tampering what is broken on purpose
 * @param longestPauseMillis the longest pause between two faults
 */
public record CampaignPlan(
    long seed,
    int closes,
    Map<FaultKind, Integer> faults,
    Tampering tampering,
    int longestPauseMillis) {

  /** Copies the map. */
  public CampaignPlan {
    faults = Map.copyOf(faults);
  }

  /** Returns the whole campaign: 10,000 ends and 202 faults. */
  static CampaignPlan whole(long seed, Tampering tampering) {
    Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
    for (FaultKind kind : FaultKind.values()) {
      faults.put(kind, kind == FaultKind.SERVER_KILLED ? 22 : 30);
    }
    return new CampaignPlan(seed, 10_000, faults, tampering, 900);
  }

  /** Returns the kinds in the order in which they are injected. */
  List<FaultKind> schedule() {
    List<FaultKind> schedule = new ArrayList<>();
    for (FaultKind kind : FaultKind.values()) {
      schedule.addAll(Collections.nCopies(faults.getOrDefault(kind, 0), kind));
    }
    Collections.shuffle(schedule, new Random(seed));
    return schedule;
  }
}
