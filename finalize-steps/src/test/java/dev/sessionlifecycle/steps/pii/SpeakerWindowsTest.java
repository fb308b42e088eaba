package dev.sessionlifecycle.steps.pii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.testkit.steps.StepProbe;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpeakerWindowsTest {

  private final StepProbe probe = StepProbe.of(ScrubStep.standard());

  private static List<String> texts(StepScenario scenario) {
    return scenario.transcript().messages().stream().map(it -> it.text()).toList();
  }

  private List<String> scrubbed(StepScenario before) {
    probe.runTwice(before);
    return texts(before.after(ScrubStep.standard().execute(before.context(ScrubStep.standard()))));
  }

  @Test
  void a_number_spoken_across_several_messages_is_found() {
    assertEquals(
        List.of("it is [PHONE_NUMBER]", "[PHONE_NUMBER]", "[PHONE_NUMBER] thanks"),
        scrubbed(
            StepScenario.voice()
                .user("it is four one five")
                .user("five five five")
                .user("zero one three two thanks")));
  }

  @Test
  void a_short_interjection_does_not_split_a_number() {
    assertEquals(
        List.of("my card is [CREDIT_CARD]", "mm-hm", "[CREDIT_CARD]", "go on", "[CREDIT_CARD]."),
        scrubbed(
            StepScenario.voice()
                .user("my card is four one one one")
                .agent("mm-hm")
                .user("one one one one one one one one")
                .agent("go on")
                .user("one one one one.")));
  }

  @Test
  void a_value_written_in_pieces_is_found() {
    assertEquals(
        List.of("call me: [PHONE_NUMBER]", "[PHONE_NUMBER]"),
        scrubbed(StepScenario.on("chat").user("call me: 415-555").user("0132")));
    assertEquals(
        List.of("my ssn is", "[US_SSN]"),
        scrubbed(StepScenario.on("chat").user("my ssn is").user("219099999")));
  }

  @Test
  void messages_of_one_speaker_that_are_never_done_are_replaced_whole() {
    // Finds the last x before a message that begins with y, which its replacement makes the next.
    PiiDetector last =
        text -> {
          int found = text.lastIndexOf("x", text.indexOf(" y"));
          return found < 0 ? List.of() : List.of(new PiiSpan(PiiType.SECRET, found, found + 1));
        };
    ScrubStep step = ScrubStep.with(Scrubber.builder().detector(last).build());
    StepScenario before = StepScenario.on("chat").user("x".repeat(30)).user("y").agent("x hello x");

    assertEquals(
        List.of("[REDACTED]", "[REDACTED]", "x hello x"),
        texts(before.after(step.execute(before.context(step)))));
    StepScenario few = StepScenario.on("chat").user("xxx").user("y").agent("x hello x");
    assertEquals(
        List.of("[SECRET][SECRET][SECRET]", "y", "x hello x"),
        texts(few.after(step.execute(few.context(step)))));
  }

  @Test
  void a_full_sentence_of_the_other_speaker_splits_a_number() {
    List<String> texts =
        List.of(
            "I waited for four one five",
            "Which of the three floors do you want to go to today?",
            "five five five zero one three two");
    assertEquals(
        texts.get(0),
        scrubbed(StepScenario.voice().user(texts.get(0)).agent(texts.get(1)).user(texts.get(2)))
            .get(0));
  }

  @Test
  void names_and_everyday_numbers_in_a_row_are_left_alone() {
    StepScenario before =
        StepScenario.on("chat")
            .user("my name is")
            .user("not important, I want 2 tickets")
            .user("3 if there is a discount")
            .user("for row 12")
            .user("or 14");
    assertEquals(texts(before), scrubbed(before));
  }

  @Test
  void a_number_across_the_ends_of_two_long_messages_is_found() {
    String filler = "We talked about the weather and the garden for a while. ".repeat(40);
    List<String> after =
        scrubbed(
            StepScenario.voice()
                .user(filler + "my number is four one five")
                .user("five five five zero one three two, " + filler));
    assertEquals(
        List.of(filler + "my number is [PHONE_NUMBER]", "[PHONE_NUMBER], " + filler), after);
  }

  @Test
  void numbers_across_many_consecutive_messages_are_found() {
    StepScenario before = StepScenario.voice();
    for (int i = 0; i < 300; i++) {
      before = before.user("call four one five").user("five five five").user("zero one three two");
    }
    String joined = scrubbed(before).stream().collect(Collectors.joining(" "));
    assertFalse(joined.contains("four one five"), joined.substring(0, 200));
    assertFalse(joined.contains("three two"), joined.substring(0, 200));
  }
}
