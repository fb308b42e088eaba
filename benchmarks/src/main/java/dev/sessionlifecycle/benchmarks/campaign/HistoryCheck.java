package dev.sessionlifecycle.benchmarks.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Checks a history: the chain of every acknowledged end has finished, and every effect happened
 * exactly once.
 */
public final class HistoryCheck {
  private HistoryCheck() {}

  /**
   * The errors in a history.
   *
   * @param lost an acknowledged end that is missing, a chain that did not finish, an effect that
   *     did not happen
   * @param doubled an effect, or the record of a completion, that exists more than once
   * @param disordered an effect before one that it depends on, or a stamp before an earlier one
   */
  public record CheckResult(List<String> lost, List<String> doubled, List<String> disordered) {
    /** Copies the lists. */
    public CheckResult {
      lost = List.copyOf(lost);
      doubled = List.copyOf(doubled);
      disordered = List.copyOf(disordered);
    }

    /** Whether there is no error. */
    public boolean isClean() {
      return lost.isEmpty() && doubled.isEmpty() && disordered.isEmpty();
    }
  }

  /**
   * Checks a history.
   *
   * @param before the steps of the chain, each with the steps that precede it
   */
  public static CheckResult judge(History history, Map<String, List<String>> before) {
    List<String> lost = new ArrayList<>();
    List<String> doubled = new ArrayList<>();
    List<String> disordered = new ArrayList<>();
    for (UUID id : history.acknowledged()) {
      History.Seen seen = history.sessions().get(id);
      if (seen == null || !seen.ended()) {
        lost.add(id + ": the end was acknowledged and is not there");
      }
    }
    new TreeMap<>(history.sessions())
        .forEach(
            (id, seen) -> {
              if (!seen.stampsInOrder()) {
                disordered.add(id + ": a stamp lies before an earlier one");
              }
              if (seen.ended() && !seen.finished()) {
                lost.add(id + ": the chain has not finished");
              }
              before.forEach(
                  (step, earlier) -> {
                    String what = id + " " + step + ": ";
                    count(what + "effects", seen.ended(), step, seen.effects(), lost, doubled);
                    count(what + "completions", seen.ended(), step, seen.done(), lost, doubled);
                    int first = seen.effects().indexOf(step);
                    if (first >= 0
                        && earlier.stream().anyMatch(it -> seen.effects().indexOf(it) > first)) {
                      disordered.add(what + "its effects are there before those it waits for");
                    }
                  });
            });
    return new CheckResult(lost, doubled, disordered);
  }

  private static void count(
      String what,
      boolean ended,
      String step,
      List<String> seen,
      List<String> lost,
      List<String> doubled) {
    int times = Collections.frequency(seen, step);
    if (times == 0 && ended) {
      lost.add(what + " are missing");
    } else if (times > (ended ? 1 : 0)) {
      doubled.add(what + " are there " + times + " times");
    }
  }
}
