package dev.sessionlifecycle.steps.pii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.steps.pii.detect.PiiDetectors;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ScrubberProperties {

  private static final byte[] KEY = "0123456789abcdef".getBytes();
  private static final List<Scrubber> STYLES =
      List.of(
          Scrubber.standard(),
          Scrubber.builder().replaceWith(Replacement.pseudonym(KEY)).build(),
          Scrubber.builder().replaceWith(Replacement.maskKeepingLastFour()).build());

  @Property(tries = 1_500)
  void scrubbing_is_idempotent(@ForAll("texts") String text) {
    for (Scrubber scrubber : STYLES) {
      String once = scrubber.scrub(text).text();
      assertEquals(once, scrubber.scrub(once).text());
    }
  }

  @Property(tries = 1_500)
  void spans_are_ordered_disjoint_and_within_the_text(@ForAll("texts") String text) {
    int last = 0;
    for (PiiSpan span : PiiDetectors.all().detect(text)) {
      assertTrue(span.start() >= last && span.end() <= text.length(), span::toString);
      boolean split =
          span.start() > 0
              && Character.isSurrogatePair(
                  text.charAt(span.start() - 1), text.charAt(span.start()));
      assertTrue(!split, span::toString);
      last = span.end();
    }
  }

  @Property(tries = 300)
  void any_text_is_scrubbed_without_an_error(@ForAll String text) {
    Scrubber.standard().scrub(text);
  }

  /** Pieces of the sample, cut anywhere and put together anyhow. */
  @Provide
  Arbitrary<String> texts() throws IOException {
    List<String> pieces =
        new ArrayList<>(List.of(" ", "\n", ", ", "-", "*", "[", "]", "x", "1", "😀", "\ud83d"));
    for (Labelled line : Labelled.sample()) {
      pieces.add(line.text());
      pieces.add(line.text().substring(line.text().length() / 2));
      line.spans().forEach(span -> pieces.add(line.text().substring(span.start(), span.end())));
      line.spans()
          .forEach(span -> pieces.add(line.text().substring(0, span.end() - span.length() / 2)));
    }
    return Arbitraries.of(pieces)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(list -> String.join("", list));
  }
}
