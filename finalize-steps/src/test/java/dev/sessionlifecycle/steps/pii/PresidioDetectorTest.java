package dev.sessionlifecycle.steps.pii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.errors.InvalidInputException;
import dev.sessionlifecycle.finalize.internal.JsonReader;
import dev.sessionlifecycle.finalize.internal.JsonWriter;
import dev.sessionlifecycle.steps.internal.LoopbackServer;
import dev.sessionlifecycle.steps.internal.LoopbackServer.Response;
import dev.sessionlifecycle.steps.pii.detect.PiiDetectionException;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.steps.pii.detect.PresidioDetector;
import dev.sessionlifecycle.testkit.steps.StepProbe;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresidioDetectorTest {

  @Test
  void code_point_offsets_are_converted_to_utf16_units() throws Exception {
    try (LoopbackServer server = LoopbackServer.respondingWith(PresidioDetectorTest::analyze)) {
      List<PiiSpan> spans = detector(server).detect("😀 Zoe, Zoe");
      assertEquals(
          List.of(new PiiSpan(PiiType.PERSON, 3, 6), new PiiSpan(PiiType.PERSON, 8, 11)), spans);
    }
  }

  @Test
  void messages_are_sent_in_batches_alongside_the_builtin_detectors() throws Exception {
    try (LoopbackServer server = LoopbackServer.respondingWith(PresidioDetectorTest::analyze)) {
      PresidioDetector presidio = PresidioDetector.at(server.uri("/analyze")).batchSize(4).build();
      StepProbe probe = StepProbe.of(ScrubStep.with(Scrubber.builder().also(presidio).build()));
      StepScenario call = StepScenario.voice();
      for (int i = 0; i < 10; i++) {
        call = call.user("Zoe here, zoe@example.org");
      }

      StepScenario after = probe.leavesNoneOf(call, "Zoe");

      assertEquals("[PERSON] here, [EMAIL_ADDRESS]", after.transcript().messages().get(9).text());
      // three each for the texts and for what is left of them, one for what they say together
      assertTrue(server.requests().size() <= 9, "requests: " + server.requests().size());
    }
  }

  @Test
  void a_batch_size_of_one_sends_a_plain_text() throws Exception {
    try (LoopbackServer server = LoopbackServer.respondingWith(PresidioDetectorTest::analyze)) {
      PresidioDetector one =
          PresidioDetector.at(server.uri("/analyze"))
              .batchSize(1)
              .language("de")
              .threshold(0.5)
              .entities("PERSON")
              .build();
      assertEquals(2, one.detectAll(List.of("Zoe", "x")).size());
      assertEquals(
          "{\"text\":\"Zoe\",\"language\":\"de\",\"score_threshold\":0.5,\"entities\":[\"PERSON\"]}",
          server.requests().get(0).body());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "nonsense",
        "[[],[]]",
        "[{\"entity_type\":\"PERSON\",\"start\":0,\"end\":99}]",
        "[{\"entity_type\":\"PERSON\",\"start\":2,\"end\":1}]",
        "[{\"start\":0,\"end\":1}]",
        "[{\"entity_type\":\"PERSON\",\"start\":0.5,\"end\":1}]",
        "[7]"
      })
  void an_unreadable_response_does_not_pass_the_text_as_clean(String answer) throws Exception {
    try (LoopbackServer server = LoopbackServer.respondingWith(asked -> Response.of(200, answer))) {
      PiiDetectionException e =
          assertThrows(PiiDetectionException.class, () -> detector(server).detect("secret"));
      assertTrue(!e.getMessage().contains("secret"));
    }
  }

  @Test
  void an_error_or_a_timeout_fails_the_detection() throws Exception {
    CountDownLatch asking = new CountDownLatch(1);
    try (LoopbackServer failing = LoopbackServer.respondingWith(asked -> Response.of(500, ""));
        LoopbackServer silent =
            LoopbackServer.respondingWith(
                asked -> {
                  asking.await();
                  return Response.of(200, "[]");
                })) {
      assertThrows(PiiDetectionException.class, () -> detector(failing).detect("x"));
      PresidioDetector impatient =
          PresidioDetector.at(silent.uri("/analyze")).timeout(Duration.ofMillis(200)).build();
      assertThrows(PiiDetectionException.class, () -> impatient.detect("x"));
      asking.countDown();
    }
  }

  @Test
  void the_timeout_covers_the_body_of_the_response() throws Exception {
    try (LoopbackServer dripping = LoopbackServer.dripping(200)) {
      PresidioDetector detector =
          PresidioDetector.at(dripping.uri("/")).timeout(Duration.ofMillis(200)).build();
      assertTimeoutPreemptively(
          Duration.ofSeconds(30),
          () -> {
            while (dripping.begun() < 8) {
              assertThrows(PiiDetectionException.class, () -> detector.detect("x"));
            }
            while (dripping.givenUp() < dripping.begun()) {
              Thread.onSpinWait();
            }
          });
    }
  }

  @Test
  void a_response_is_read_up_to_a_limit() throws Exception {
    String endless = "[" + " ".repeat(9 << 20) + "]";
    try (LoopbackServer server =
        LoopbackServer.respondingWith(asked -> Response.of(200, endless))) {
      assertThrows(PiiDetectionException.class, () -> detector(server).detect("x"));
    }
  }

  @Test
  void an_unencrypted_analyzer_is_refused() {
    URI open = URI.create("http://analyzer.example.com/analyze");
    assertThrows(InvalidInputException.class, () -> PresidioDetector.at(open));
  }

  private static PresidioDetector detector(LoopbackServer server) {
    return PresidioDetector.at(server.uri("/analyze")).build();
  }

  /** Finds "Zoe" and answers as Presidio does: a list for a text, a list of lists for a list. */
  private static Response analyze(LoopbackServer.Request asked) {
    Object text = ((Map<?, ?>) JsonReader.read(asked.body(), 32)).get("text");
    if (text instanceof List<?> texts) {
      return Response.of(
          200, JsonWriter.write(texts.stream().map(t -> entities((String) t)).toList()));
    }
    return Response.of(200, JsonWriter.write(entities((String) text)));
  }

  private static List<Map<String, Object>> entities(String text) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (int at = text.indexOf("Zoe"); at >= 0; at = text.indexOf("Zoe", at + 1)) {
      int start = text.codePointCount(0, at);
      found.add(Map.of("entity_type", "PERSON", "start", start, "end", start + 3, "score", 0.85));
    }
    return found;
  }
}
