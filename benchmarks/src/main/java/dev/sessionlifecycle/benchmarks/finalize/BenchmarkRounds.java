package dev.sessionlifecycle.benchmarks.finalize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one contender; the result is the median of each value. */
final class BenchmarkRounds {
  private final List<Drained> all = new ArrayList<>();

  Drained add(Drained drained) {
    all.add(drained);
    return drained;
  }

  double median(ToDoubleFunction<Drained> value) {
    return Report.median(all.stream().mapToDouble(value).toArray());
  }

  double stepsPerSecond() {
    return median(Drained::stepsPerSecond);
  }

  double microsPerStep() {
    return median(Drained::microsPerStep);
  }

  double statementsPerStep() {
    return median(Drained::statementsPerStep);
  }

  double walBytesPerStep() {
    return median(Drained::walBytesPerStep);
  }
}
