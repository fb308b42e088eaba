package dev.sessionlifecycle.assertj;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.session.HistoryEntry;
import dev.sessionlifecycle.testkit.host.SessionStory;
import java.util.List;

/** Assertions about the history of a session. */
public final class HistoryAssert extends StoryAssert<HistoryAssert> {

  HistoryAssert(SessionStory story) {
    super(story, HistoryAssert.class);
  }

  /**
   * The session has had exactly these statuses, one after another: from the one in which it was
   * opened to the one that it has.
   */
  public HistoryAssert hasPath(SessionStatus... statuses) {
    List<SessionStatus> expected = Validator.requireElements("statuses", statuses);
    List<SessionStatus> path =
        actual.history().stream()
            .filter(
                entry ->
                    switch (entry.kind()) {
                      case OPENED, MOVED, ENDED -> true;
                      case TAKEN_OVER, ENRICHED, CORRECTED -> false;
                    })
            .map(HistoryEntry::to)
            .toList();
    return checkEqual("the path", path, expected);
  }

  /** It has exactly entries of these kinds, in this order. */
  public HistoryAssert hasKinds(HistoryEntry.Kind... kinds) {
    List<HistoryEntry.Kind> expected = Validator.requireElements("kinds", kinds);
    return checkEqual(
        "the kinds of entries",
        actual.history().stream().map(HistoryEntry::kind).toList(),
        expected);
  }

  /** Its last entry was triggered by this. */
  public HistoryAssert wasLastTriggeredBy(String who) {
    Validator.require("who", who);
    List<HistoryEntry> history = actual.history();
    return checkEqual(
        "who triggered the last entry", history.get(history.size() - 1).triggeredBy(), who);
  }
}
