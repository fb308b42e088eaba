package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.EvalScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The scores of an eval run as a JSON object: name to true, false, or null while undecided. */
final class ScoreColumn {
  private ScoreColumn() {}

  @SuppressWarnings("NullAway") // a JSON null is a null in the map; annotations cannot say so here
  static String write(List<EvalScore> scores) {
    Map<String, Object> members = new LinkedHashMap<>();
    scores.forEach(score -> members.put(score.name(), score.passed()));
    return JsonColumn.write(members);
  }

  static List<EvalScore> read(@Nullable String text) {
    List<EvalScore> scores = new ArrayList<>();
    JsonColumn.read(text).forEach((name, passed) -> scores.add(new EvalScore(name, flag(passed))));
    return List.copyOf(scores);
  }

  private static @Nullable Boolean flag(@Nullable Object value) {
    return value instanceof Boolean flag ? flag : null;
  }
}
