package dev.sessionlifecycle.steps.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.finalize.internal.JsonReader;
import dev.sessionlifecycle.testkit.steps.StepProbe;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Summaries of a labelled sample quote what the agent said about the result. */
class ClosingStatementsTest {

  private static final int LEAST = 19;

  private record Conversation(StepScenario scenario, String request, String closing) {}

  @Test
  void nineteen_of_21_summaries_contain_the_closing_statement() throws Exception {
    List<String> missed = new ArrayList<>();
    List<Conversation> sample = sample();
    for (Conversation each : sample) {
      if (!summary(each.scenario).contains(each.closing)) {
        missed.add(each.closing);
      }
    }
    assertEquals(21, sample.size());
    assertTrue(sample.size() - missed.size() >= LEAST, missed.toString());
  }

  @Test
  void every_summary_contains_the_first_request_and_no_farewell() throws Exception {
    for (Conversation each : sample()) {
      String summary = summary(each.scenario);
      String first = summary.lines().filter(it -> it.startsWith("User: ")).findFirst().orElse("-");
      assertTrue(each.request.contains(first.substring("User: ".length())), summary);
      assertTrue(!summary.contains("Goodbye") && !summary.contains("nice day"), summary);
    }
  }

  @Test
  void a_sentence_does_not_end_at_an_abbreviation_a_date_or_a_number_of_a_list() {
    StepScenario call =
        StepScenario.on("chat")
            .user("Can I see Dr. Hall on the 5. of May, or his colleague Mr. J. Stone?")
            .agent(
                "1. Dr. Hall is booked out. 2. Mr. Stone has been booked for you at 5 p.m. today.");
    String summary = summary(call);
    assertTrue(
        summary.contains("User: Can I see Dr. [PERSON] on the 5. of May, or his colleague"),
        summary);
    assertTrue(
        summary.contains("2. Mr. [PERSON] has been booked for you at 5 p.m. today."), summary);
  }

  @Test
  void the_label_of_a_speaker_is_not_part_of_what_is_scrubbed() {
    SummarizeStep step =
        SummarizeStep.with(
            request -> "Calls Mrs. Baxter.\nAgent: Your name is\nUser: Susan Baxter");
    assertEquals(
        "Calls Mrs. [PERSON].\nAgent: Your name is\nUser: [PERSON]",
        StepProbe.of(step).run(StepScenario.voice().user("hello")).session().summary());
  }

  private static String summary(StepScenario scenario) {
    String summary = StepProbe.of(SummarizeStep.extractive()).run(scenario).session().summary();
    return summary == null ? "" : summary;
  }

  private static List<Conversation> sample() throws Exception {
    try (InputStream in = ClosingStatementsTest.class.getResourceAsStream("closings.jsonl")) {
      List<Conversation> sample = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty()) {
          sample.add(conversation((Map<?, ?>) JsonReader.read(line, 32)));
        }
      }
      return sample;
    }
  }

  private static Conversation conversation(Map<?, ?> json) {
    StepScenario scenario = StepScenario.on("chat");
    String request = "";
    for (Object element : (List<?>) json.get("turns")) {
      Map<?, ?> turn = (Map<?, ?>) element;
      String text = (String) turn.get("text");
      boolean isUser = "user".equals(turn.get("speaker"));
      scenario = isUser ? scenario.user(text) : scenario.agent(text);
      request = isUser && request.isEmpty() ? text : request;
    }
    return new Conversation(scenario, request, (String) json.get("closing"));
  }
}
