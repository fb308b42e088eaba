package dev.sessionlifecycle.testkit.steps;

import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.model.TranscriptMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A context that shows a scenario and is never cancelled.
 *
 * @param replaced collects the texts that the step replaces ahead of its outcome
 */
record ScenarioContext(
    StepScenario scenario, String stepName, int attempt, Map<UUID, String> replaced)
    implements StepContext {
  /** Small, so that steps are tested with several pages. */
  private static final int PAGE = 20;

  ScenarioContext(StepScenario scenario, String stepName, int attempt) {
    this(scenario, stepName, attempt, new LinkedHashMap<>());
  }

  @Override
  public Iterable<Transcript> transcriptPages() {
    List<TranscriptMessage> all = transcript().messages();
    List<Transcript> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += PAGE) {
      pages.add(new Transcript(all.subList(from, Math.min(all.size(), from + PAGE))));
    }
    return pages;
  }

  @Override
  public void replaceMessages(Map<UUID, String> texts) {
    replaced.putAll(texts);
  }

  @Override
  public ClosedSession session() {
    return scenario.session();
  }

  @Override
  public Transcript transcript() {
    return scenario.transcript();
  }

  @Override
  public String idempotencyKey() {
    return scenario.session().id() + ":" + stepName;
  }

  @Override
  public Duration timeLeft() {
    return Duration.ofMinutes(5);
  }

  @Override
  public boolean isCancelled() {
    return false;
  }
}
