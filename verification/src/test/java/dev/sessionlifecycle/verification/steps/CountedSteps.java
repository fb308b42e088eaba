package dev.sessionlifecycle.verification.steps;

import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.model.MessageRole;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.testkit.steps.StepScenario;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Steps on a conversation of roles and texts. Loaded by the {@link WorkCounter} together with the
 * code that they run, hence without a type of the library in what they take.
 */
final class CountedSteps {
  private CountedSteps() {}

  /** Scrubs with the standard step. */
  static final class Scrub implements Consumer<List<Map.Entry<String, String>>> {
    @Override
    public void accept(List<Map.Entry<String, String>> conversation) {
      run(ScrubStep.standard(), conversation);
    }
  }

  /** Summarizes with the step that works offline. */
  static final class Summarize implements Consumer<List<Map.Entry<String, String>>> {
    @Override
    public void accept(List<Map.Entry<String, String>> conversation) {
      run(SummarizeStep.extractive(), conversation);
    }
  }

  private static void run(FinalizeStep step, List<Map.Entry<String, String>> conversation) {
    List<TranscriptMessage> messages = new ArrayList<>();
    for (Map.Entry<String, String> message : conversation) {
      int number = messages.size();
      messages.add(
          new TranscriptMessage(
              new UUID(0, number),
              MessageRole.valueOf(message.getKey()),
              message.getValue(),
              Instant.ofEpochSecond(number)));
    }
    StepScenario scenario = StepScenario.on("chat").transcript(new Transcript(messages));
    try {
      step.execute(scenario.context(step));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
