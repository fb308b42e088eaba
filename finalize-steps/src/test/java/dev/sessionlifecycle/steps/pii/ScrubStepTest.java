package dev.sessionlifecycle.steps.pii;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.steps.pii.detect.PiiDetector;
import dev.sessionlifecycle.steps.pii.detect.PiiSpan;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import dev.sessionlifecycle.testkit.steps.StepProbe;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScrubStepTest {

  private static final String EMAIL = "ada.byron@example.org";
  private static final String PHONE = "415-555-0132";
  private static final String CARD = "4111 1111 1111 1111";

  private final StepProbe probe = StepProbe.of(ScrubStep.standard());

  @Test
  void every_text_of_the_session_is_scrubbed() {
    StepScenario before =
        StepScenario.voice()
            .user("Write to " + EMAIL + " or call " + PHONE)
            .agent("Is " + CARD + " your card?")
            .subject("Card " + CARD)
            .summary("The user, " + EMAIL + ", called.")
            .reportedReason("hangup by " + PHONE)
            .dispositionNote("call " + PHONE + " on Tuesday")
            .metadata(Map.of("caller", Map.of("phone", 4155550132L, "mail", List.of(EMAIL))))
            .contextVariables(Map.of("card", CARD));

    StepScenario after = probe.leavesNoneOf(before, EMAIL, PHONE, CARD, "4155550132");

    assertEquals(
        "Write to [EMAIL_ADDRESS] or call [PHONE_NUMBER]",
        after.transcript().messages().get(0).text());
    assertEquals("hangup by [PHONE_NUMBER]", after.session().reportedReason());
    assertEquals("call [PHONE_NUMBER] on Tuesday", after.session().dispositionNote());
    assertEquals(
        Map.of("caller", Map.of("phone", "[PHONE_NUMBER]", "mail", List.of("[EMAIL_ADDRESS]"))),
        after.session().metadata());
  }

  @Test
  void a_value_found_in_a_message_is_found_again_in_the_metadata() {
    Map<String, Object> metadata =
        Map.of("note", "Tilberg waits for item 88213407", "tags", List.of("Runa", 88213407));
    StepScenario before =
        StepScenario.on("chat")
            .user("My name is Runa Tilberg, member number 88213407.")
            .metadata(metadata)
            .contextVariables(Map.of("greeting", "Hello Runa"));

    StepScenario after = probe.leavesNoneOf(before, "Runa", "Tilberg", "88213407");

    assertEquals("[PERSON] waits for item [ACCOUNT_ID]", after.session().metadata().get("note"));
    StepScenario other = StepScenario.on("chat").user("Hello.").metadata(metadata);
    ScrubStep step = ScrubStep.standard();
    assertEquals(metadata, other.after(step.execute(other.context(step))).session().metadata());
  }

  @Test
  void a_value_found_in_the_metadata_is_found_again_in_each_other_text() {
    StepScenario before =
        StepScenario.on("chat")
            .agent("Tilberg waits, item 88213407.")
            .subject("Call from Tilberg about item 88213407")
            .summary("Runa asked.")
            .reportedReason("Tilberg left")
            .metadata(Map.of("note", "Runa again", "item", 88213407))
            .contextVariables(Map.of("customer_name", "Runa Tilberg", "member_id", 88213407));
    List<Map<PiiType, Integer>> heard = new ArrayList<>();
    ScrubStep step =
        ScrubStep.standard().listening((organization, session, counts) -> heard.add(counts));

    StepProbe.of(step).leavesNoneOf(before, "Runa", "Tilberg", "88213407");

    assertEquals(List.of(Map.of(PiiType.PERSON, 6, PiiType.ACCOUNT_ID, 4)), heard);
  }

  @Test
  void a_clean_session_is_left_unchanged() {
    StepScenario clean = StepScenario.voice().user("Hello.").metadata(Map.of("floor", 3));
    StepOutcome outcome = ScrubStep.standard().execute(clean.context(ScrubStep.standard()));
    assertEquals(StepOutcome.done().toString(), outcome.toString());
  }

  @Test
  void a_number_spread_over_messages_is_found_wherever_a_page_ends() {
    for (int before = 0; before < 45; before++) {
      StepScenario scenario = StepScenario.voice();
      for (int i = 0; i < before; i++) {
        scenario = scenario.agent("I see, please go on with your story.");
      }
      scenario = scenario.user("call me at four one five").agent("go on").user("five five five");
      probe.leavesNoneOf(scenario.user("zero one three two"), "five five", "one three");
    }
  }

  @Test
  void many_replacements_are_written_before_the_outcome() {
    StepScenario before = StepScenario.voice();
    String text = "I am at " + EMAIL + ". " + "We talked. ".repeat(5_500);
    for (int i = 0; i < 22; i++) {
      before = before.user(text);
    }
    assertEquals(22, probe.leavesNoneOf(before, EMAIL).transcript().size());
    StepOutcome outcome = ScrubStep.standard().execute(before.context(ScrubStep.standard()));
    int held = ((StepOutcome.Done) outcome).effects().messageTexts().size();
    assertTrue(held < 22, () -> held + " replacements were held to the end");
  }

  @Test
  void a_second_run_changes_nothing() {
    StepScenario before = StepScenario.voice().user("I am at " + EMAIL + ", " + PHONE + ".");
    probe.runTwice(before);
    probe.crashBetween(before);
  }

  @Test
  void hostile_transcripts_do_not_fail_the_step() {
    probe.survivesHostileTranscripts();
  }

  @Test
  void a_listener_that_throws_does_not_keep_the_text_from_being_scrubbed() {
    for (Throwable thrown :
        List.of(
            new IllegalStateException(), new NoClassDefFoundError(), new StackOverflowError())) {
      ScrubStep step =
          ScrubStep.standard()
              .listening(
                  (organization, session, counts) -> {
                    if (thrown instanceof Error error) {
                      throw error;
                    }
                    throw (RuntimeException) thrown;
                  });
      StepProbe.of(step).leavesNoneOf(StepScenario.voice().user("Write to " + EMAIL), EMAIL);
    }
  }

  @Test
  void replaced_values_are_counted_by_type_and_never_kept() {
    List<Map<PiiType, Integer>> heard = new ArrayList<>();
    ScrubStep step =
        ScrubStep.standard().listening((organization, session, counts) -> heard.add(counts));
    StepScenario before = StepScenario.voice().user(EMAIL + " " + EMAIL).user("call " + PHONE);

    step.execute(before.context(step));

    assertEquals(List.of(Map.of(PiiType.EMAIL_ADDRESS, 2, PiiType.PHONE_NUMBER, 1)), heard);
    assertFalse(step.toString().contains(EMAIL));
  }

  @Test
  void a_scrub_that_takes_too_long_fails_and_changes_nothing() {
    AtomicLong time = new AtomicLong();
    PiiDetector slow =
        text -> {
          time.addAndGet(Duration.ofSeconds(4).toNanos());
          int found = text.indexOf('x');
          return found < 0 ? List.of() : List.of(new PiiSpan(PiiType.SECRET, found, found + 1));
        };
    ScrubStep step =
        ScrubStep.with(
            Scrubber.builder()
                .detector(slow)
                .timeLimit(Duration.ofSeconds(9))
                .nanoTime(time::get)
                .build());
    StepScenario call = StepScenario.voice();

    step.execute(call.user("x x").context(step));
    ScrubTimeoutException e =
        assertThrows(
            ScrubTimeoutException.class, () -> step.execute(call.user("x x x x").context(step)));

    assertEquals("scrubbing a text took longer than PT9S", e.getMessage());
    assertThrows(ScrubTimeoutException.class, () -> step.scrub("x x x x"));
    step.scrub("x x x x" + " ".repeat(64 * 1024));
  }
}
