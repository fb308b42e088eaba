package dev.sessionlifecycle.verification.frontdoor;

import dev.sessionlifecycle.BulkClosePage;
import dev.sessionlifecycle.BulkResult;
import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.errors.SessionLifecycleException;
import dev.sessionlifecycle.errors.Violation;
import dev.sessionlifecycle.finalizer.FinalizerSnapshot;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Converts results into comparable values; an error becomes its type and message. */
final class ComparableAnswers {

  /** An error as a comparable value. */
  record Refusal(Class<?> type, String code, String message, List<Violation> violations) {}

  private ComparableAnswers() {}

  static Object of(Object answer) {
    if (answer instanceof RuntimeException error) {
      return refusal(error);
    } else if (answer instanceof BulkResult.Failed<?> failed) {
      return refusal(failed.error());
    } else if (answer instanceof List<?> list) {
      List<Object> told = new ArrayList<>();
      list.forEach(it -> told.add(of(it)));
      return told;
    } else if (answer instanceof BulkClosePage page) {
      List<Object> told = new ArrayList<>();
      page.results().forEach((id, result) -> told.add(Map.entry(id, of(result))));
      told.add(String.valueOf(page.next()));
      return told;
    } else if (answer instanceof FinalizerSnapshot it) {
      // What was postponed is due shortly after the clock says so, see DeterministicSteps.
      return List.of(
          it.due(),
          it.leased(),
          it.waiting(),
          it.parked(),
          it.oldestDue().truncatedTo(ChronoUnit.MINUTES),
          it.running(),
          it.hanging(),
          it.stepsFinished(),
          it.chainsFinished(),
          it.attemptsFailed(),
          it.stepsParked(),
          it.outcomesRefused());
    }
    return answer;
  }

  private static Refusal refusal(RuntimeException error) {
    return new Refusal(
        error.getClass(),
        error instanceof SessionLifecycleException known ? known.code() : "",
        String.valueOf(error.getMessage()),
        error instanceof InvalidInputException invalid ? invalid.violations() : List.of());
  }
}
