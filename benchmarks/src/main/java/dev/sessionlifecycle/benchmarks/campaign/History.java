package dev.sessionlifecycle.benchmarks.campaign;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What is to be judged after a campaign.
 *
 * @param acknowledged the sessions whose end somebody was told of
 * @param sessions what the store has
 */
public record History(Set<UUID> acknowledged, Map<UUID, Seen> sessions) {

  /** Copies. */
  public History {
    acknowledged = Set.copyOf(acknowledged);
    sessions = Map.copyOf(sessions);
  }

  /**
   * A session as the store has it.
   *
   * @param ended whether it has ended
   * @param finished whether its chain, and it itself, are stamped as finished
   * @param stampsInOrder whether no stamp lies before one that came earlier, and no duration is
   *     negative
   * @param done the steps of the attempts that were recorded as done, in order
   * @param effects the steps whose effects were written, once for each time, in order
   */
  public record Seen(
      boolean ended,
      boolean finished,
      boolean stampsInOrder,
      List<String> done,
      List<String> effects) {
    /** Copies. */
    public Seen {
      done = List.copyOf(done);
      effects = List.copyOf(effects);
    }
  }
}
