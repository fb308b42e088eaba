package dev.sessionlifecycle.examples.quickstart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages before and after the scrub, and the search for what may be left. */
final class ScrubReport {
  private ScrubReport() {}

  static void print(
      Screen screen,
      List<Review.Scrubbed> examples,
      PersonalDataSearch.@Nullable Result search,
      int pieces) {
    screen.heading("Before and after the scrub", "no step behind it sees what it replaced");
    for (Review.Scrubbed example : examples) {
      screen.prose("before", Style.YELLOW, example.before());
      screen.prose("after", Style.GREEN, example.after());
      screen.blank();
    }
    if (examples.isEmpty()) {
      screen.fact("", "nothing was found to scrub");
    }
    if (search != null) {
      String what =
          pieces + " e-mails, phones and cards searched for in " + search.columns() + " columns";
      screen.fact(
          "search",
          search.found().isEmpty()
              ? what + ": " + screen.style(Style.GREEN, "none is left")
              : what + ": " + screen.style(Style.RED, "left in " + search.found()));
    }
  }
}
