package dev.sessionlifecycle.scrub.ner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.steps.pii.Scrubber;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NerDetectorTest {

  private static final PiiType PLACE = new PiiType("PLACE");

  @TempDir Path directory;

  private final TinyModel model =
      new TinyModel("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
          .word("B-PER", "zorana", "quill")
          .word("I-PER", "van", "tilberg", "ve", "##ster")
          .word("O", "meets", "in", ",", ".", "and", "##berg")
          .word("B-LOC", "drum")
          .word("I-LOC", "##ly");

  @BeforeEach
  void writeModel() throws IOException {
    model.writeTo(directory);
  }

  private static List<String> found(NerDetector detector, String text) {
    return quoted(text, detector.detect(text));
  }

  private static List<String> quoted(String text, List<PiiSpan> spans) {
    return spans.stream()
        .map(span -> span.type() + " " + text.substring(span.start(), span.end()))
        .toList();
  }

  @Test
  void words_that_continue_an_entity_are_one_span() throws IOException {
    try (NerDetector detector = NerDetector.in(directory).build()) {
      assertEquals(
          List.of("PERSON Zorana van Tilberg", "PERSON Quill", "PERSON zorana", "PERSON zorana"),
          found(detector, "Zorana van Tilberg meets Quill in Drumly, zorana zorana."));
      assertEquals(List.of("PERSON vester"), found(detector, "in 😀 vester."));
      assertEquals(List.of(), found(detector, ""));
      assertEquals(List.of(), found(detector, " \n\ud83d"));
    }
  }

  @Test
  void an_entity_is_found_as_the_type_it_is_given() throws IOException {
    try (NerDetector detector = NerDetector.in(directory).entity("loc", PLACE).build()) {
      assertEquals(
          List.of("PERSON Quill", "PLACE Drumly"), found(detector, "Quill meets in Drumly."));
    }
  }

  @Test
  void a_scrubber_replaces_what_the_model_and_the_built_in_detectors_find() throws IOException {
    try (NerDetector detector = NerDetector.in(directory).build()) {
      Scrubber scrubber = Scrubber.builder().also(detector).build();
      assertEquals(
          "[PERSON], [EMAIL_ADDRESS]", scrubber.scrub("Zorana Tilberg, z@example.com").text());
    }
  }

  @Test
  void an_entity_is_found_whole_wherever_a_window_ends() throws IOException {
    try (NerDetector detector = NerDetector.in(directory).windowTokens(12).batchSize(3).build()) {
      for (int before = 0; before < 40; before++) {
        String text = "meets ".repeat(before) + "zorana van tilberg" + " in".repeat(30);
        assertEquals(List.of("PERSON zorana van tilberg"), found(detector, text), text);
      }
    }
  }

  @Test
  void each_text_of_a_batch_gets_its_own_spans_in_order() throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      texts.add("in ".repeat(i * 7 % 23) + (i % 3 == 0 ? "meets" : "quill"));
    }
    try (NerDetector detector = NerDetector.in(directory).batchSize(4).windowTokens(16).build()) {
      List<List<PiiSpan>> spans = detector.detectAll(texts);
      for (int i = 0; i < texts.size(); i++) {
        List<String> wanted = i % 3 == 0 ? List.of() : List.of("PERSON quill");
        assertEquals(wanted, quoted(texts.get(i), spans.get(i)), "text " + i);
      }
    }
  }

  @Test
  void a_score_below_the_threshold_is_not_believed() throws IOException {
    // The right label has e^8 of e^8 + 4.
    try (NerDetector low = NerDetector.in(directory).threshold(0.998).build();
        NerDetector high = NerDetector.in(directory).threshold(0.9999).build()) {
      assertEquals(List.of("PERSON quill"), found(low, "quill"));
      assertEquals(List.of(), found(high, "quill"));
    }
  }

  @Test
  void many_threads_get_the_answers_of_one() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (NerDetector detector = NerDetector.in(directory).build()) {
      List<Callable<List<String>>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String text = "in ".repeat(i % 30) + "zorana tilberg";
        calls.add(() -> found(detector, text));
      }
      for (Future<List<String>> answer : threads.invokeAll(calls)) {
        assertEquals(List.of("PERSON zorana tilberg"), answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_call_that_takes_too_long_fails_between_batches() throws IOException {
    AtomicLong time = new AtomicLong();
    try (NerDetector detector =
        NerDetector.in(directory)
            .batchSize(1)
            .timeout(Duration.ofSeconds(3))
            .nanoTime(() -> time.getAndAdd(Duration.ofSeconds(1).toNanos()))
            .build()) {
      assertEquals(3, detector.detectAll(List.of("quill", "quill", "quill")).size());
      List<String> four = List.of("quill", "quill", "quill", "quill");
      PiiDetectionException e =
          assertThrows(PiiDetectionException.class, () -> detector.detectAll(four));
      assertEquals("the model took longer than PT3S", e.getMessage());
    }
  }

  @Test
  void a_closed_detector_fails_and_can_be_closed_again() throws IOException {
    NerDetector detector = NerDetector.in(directory).build();
    detector.close();
    detector.close();
    assertThrows(PiiDetectionException.class, () -> detector.detect("quill"));
  }

  @Test
  void a_tokenizer_json_is_read_before_a_vocabulary() throws IOException {
    Files.writeString(
        directory.resolve("tokenizer.json"),
        """
        {"normalizer": {"type": "BertNormalizer", "lowercase": false},
         "model": {"type": "WordPiece", "continuing_subword_prefix": "##", "vocab":
           {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "zorana": 4, "Quill": 5}}}
        """);
    try (NerDetector detector = NerDetector.in(directory).build()) {
      assertEquals(
          List.of("PERSON zorana", "PERSON Quill"), found(detector, "zorana Zorana Quill quill"));
    }
    Files.writeString(
        directory.resolve("tokenizer.json"), "{\"model\": {\"type\": \"BPE\", \"vocab\": {}}}");
    assertThrows(InvalidInputException.class, () -> NerDetector.in(directory).build());
  }

  @Test
  void the_configuration_says_how_many_tokens_the_model_reads() throws IOException {
    model.writeConfig(directory, 10);
    assertEquals(10, ModelFiles.in(directory).positions());
    Files.writeString(directory.resolve("config.json"), "{}");
    assertEquals(512, ModelFiles.in(directory).positions());
  }

  @Test
  void files_that_are_no_such_model_are_refused() throws IOException {
    NerDetector.Builder builder = NerDetector.in(directory);
    assertThrows(InvalidInputException.class, () -> builder.modelBytes(100).build());
    assertThrows(
        InvalidInputException.class, () -> NerDetector.in(directory).entity("ORG", PLACE).build());
    assertThrows(
        NoSuchFileException.class, () -> NerDetector.in(directory).modelFile("other").build());

    Files.write(directory.resolve("model.onnx"), model.onnx("input_ids", "pixel_values"));
    refused("model", "must take input_ids, attention_mask and token_type_ids");
    Files.write(directory.resolve("model.onnx"), new TinyModel("O", "B-PER").onnx("input_ids"));
    refused("model", "must give a score for each of the labels of each token");
    Files.writeString(directory.resolve("model.onnx"), "no model");
    refused("model", "must be a model that ONNX Runtime can read");

    new TinyModel("O", "B-ORG").writeTo(directory);
    refused("entity", "is required: no entity of the model has a type");
    Files.writeString(directory.resolve("config.json"), "{\"id2label\": {\"1\": \"O\"}}");
    refused("config.id2label", "must number the labels from 0");
    Files.writeString(directory.resolve("config.json"), "[]");
    refused("config.json", "must be a JSON object");
  }

  private void refused(String field, String message) {
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> NerDetector.in(directory).build());
    assertTrue(e.getMessage().contains(field) && e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void options_out_of_bounds_are_refused() {
    NerDetector.Builder builder = NerDetector.in(directory);
    assertThrows(InvalidInputException.class, () -> builder.threshold(Double.NaN));
    assertThrows(InvalidInputException.class, () -> builder.windowTokens(7));
    assertThrows(InvalidInputException.class, () -> builder.batchSize(0));
    assertThrows(InvalidInputException.class, () -> builder.threads(65));
    assertThrows(InvalidInputException.class, () -> builder.timeout(Duration.ZERO));
    assertThrows(InvalidInputException.class, () -> builder.modelBytes(0));
  }
}
