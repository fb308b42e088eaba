package dev.sessionlifecycle.steps.pii;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a summary of a scrubbed session hides, no message of it keeps. */
class ScrubbedConversationProperties {

  private record Turn(boolean isUser, String text) {}

  @Property(tries = 300)
  void the_transcript_never_keeps_what_the_summary_hides(@ForAll("turns") List<Turn> turns)
      throws Exception {
    StepScenario before = StepScenario.on("chat");
    for (Turn turn : turns) {
      before = turn.isUser ? before.user(turn.text) : before.agent(turn.text);
    }
    ScrubStep scrub = ScrubStep.standard();
    StepScenario scrubbed = before.after(scrub.execute(before.context(scrub)));
    SummarizeStep summarize = SummarizeStep.extractive();
    StepScenario after = scrubbed.after(summarize.execute(scrubbed.context(summarize)));
    List<String> kept =
        scrubbed.transcript().messages().stream()
            .map(TranscriptMessage::text)
            .map(text -> text.replaceAll("\\s+", " "))
            .toList();
    String summary = after.session().summary();
    for (String line : (summary == null ? "" : summary).split("\n", -1)) {
      if (line.startsWith("User: ") || line.startsWith("Agent: ")) {
        String quoted = line.substring(line.indexOf(' ') + 1).replace("…", "");
        assertTrue(kept.stream().anyMatch(text -> text.contains(quoted)), line + " in " + kept);
      }
    }
  }

  /** Questions, bare answers, values in pieces, and small talk, in any order. */
  @Provide
  Arbitrary<List<Turn>> turns() {
    Arbitrary<String> agent =
        Arbitraries.of(
            "What is your name please?",
            "And the best number to reach you?",
            "Could I have your zip code?",
            "What is your date of birth?",
            "Please read me the code we have sent you.",
            "Your e-mail address?",
            "Go on.",
            "Thank you, Susan. Your order has been shipped.",
            "I have sent it to your address.",
            "Which card do you want to use?");
    Arbitrary<String> user =
        Arbitraries.of(
            "Susan Baxter",
            "My name is Susan Baxter and I need help.",
            "555-0199",
            "it is 617",
            "555 0199",
            "94105",
            "sure, one second",
            "04/06/1981",
            "839201",
            "eva dot klein",
            "at outlook dot com",
            "My order 0301234567 is late. When will it arrive?",
            "card 4111 1111 1111",
            "1111 please",
            "12 Oak Avenue, Springfield");
    Arbitrary<Turn> turn =
        Arbitraries.oneOf(
            agent.map(text -> new Turn(false, text)), user.map(text -> new Turn(true, text)));
    return turn.list().ofMinSize(1).ofMaxSize(10);
  }
}
