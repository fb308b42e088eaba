package dev.sessionlifecycle.benchmarks.campaign;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The history to check after a campaign.
 *
 * @param acknowledged the sessions whose end was acknowledged to a caller
 * @param sessions the sessions in the store
 */
public record History(Set<UUID> acknowledged, Map<UUID, Seen> sessions) {

  /** Copies the collections. */
  public History {
    acknowledged = Set.copyOf(acknowledged);
    sessions = Map.copyOf(sessions);
  }

  /**
   * A session as stored.
   *
   * @param ended whether it has ended
   * @param finished whether its chain and the session itself are stamped as finished
   * @param stampsInOrder whether all stamps are in order and no duration is negative
   * @param done the steps of the attempts recorded as done, in order
   * @param effects the steps whose effects were written, once for each write, in order
   */
  public record Seen(
      boolean ended,
      boolean finished,
      boolean stampsInOrder,
      List<String> done,
      List<String> effects) {
    /** Copies the lists. */
    public Seen {
      done = List.copyOf(done);
      effects = List.copyOf(effects);
    }
  }
}
