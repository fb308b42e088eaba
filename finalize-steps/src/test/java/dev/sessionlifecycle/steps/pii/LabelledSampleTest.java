package dev.sessionlifecycle.steps.pii;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectors;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the detectors to what they reached on the labelled sample. */
class LabelledSampleTest {

  private final PiiDetector detector = PiiDetectors.all();

  @Test
  void the_sample_has_three_hundred_labels_and_some_texts_without_labels() throws IOException {
    List<Labelled> sample = Labelled.sample();
    assertTrue(sample.stream().mapToInt(line -> line.spans().size()).sum() >= 300);
    assertTrue(sample.stream().filter(line -> line.spans().isEmpty()).count() >= 40);
  }

  @Test
  void the_page_about_steps_has_the_number_of_labels_of_the_sample() throws IOException {
    int labels = Labelled.sample().stream().mapToInt(line -> line.spans().size()).sum();
    String page = Files.readString(Path.of("../docs/steps.md"));
    assertTrue(page.contains("own sample: " + labels + " labels"), labels + " labels");
  }

  @ParameterizedTest
  @CsvSource({
    "EMAIL_ADDRESS, 0.98, 0.95",
    "CREDIT_CARD, 0.98, 0.95",
    "IBAN_CODE, 0.98, 0.95",
    "US_SSN, 0.98, 0.95",
    "IP_ADDRESS, 0.98, 0.95",
    "PHONE_NUMBER, 0.95, 0.9",
    "DOMAIN_NAME, 0.95, 0.9",
    "SECRET, 0.95, 0.95",
    "PERSON, 0.9, 0.95",
    "STREET_ADDRESS, 0.9, 0.95",
    "ZIP_CODE, 0.9, 0.95",
    "BIRTH_DATE, 0.9, 0.95",
  })
  void recall_and_precision_reach_their_bounds(String label, double recall, double precision)
      throws IOException {
    PiiType type = new PiiType(label);
    int labels = 0;
    int hits = 0;
    int detections = 0;
    int right = 0;
    for (Labelled line : Labelled.sample()) {
      List<PiiSpan> wanted = line.of(type);
      List<PiiSpan> found =
          detector.detect(line.text()).stream().filter(s -> s.type().equals(type)).toList();
      labels += wanted.size();
      detections += found.size();
      hits += (int) wanted.stream().filter(w -> found.stream().anyMatch(f -> hit(w, f))).count();
      right += (int) found.stream().filter(f -> wanted.stream().anyMatch(w -> hit(w, f))).count();
    }
    assertTrue(hits >= recall * labels, type + ": " + hits + " of " + labels + " found");
    assertTrue(
        right >= precision * detections, type + ": " + right + " of " + detections + " right");
  }

  private static boolean hit(PiiSpan a, PiiSpan b) {
    int overlap = Math.min(a.end(), b.end()) - Math.max(a.start(), b.start());
    int union = Math.max(a.end(), b.end()) - Math.min(a.start(), b.start());
    return 2 * overlap >= union;
  }
}
