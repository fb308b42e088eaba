package dev.sessionlifecycle.verification.docs;

import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.Transitions;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Draws a table of transitions as a Mermaid diagram. Where every live status leads to an end, one
 * arrow stands for all of them; an arrow that only some of them have is drawn separately.
 */
record StateDiagram(BiPredicate<SessionStatus, SessionStatus> allows) {
  private static final List<SessionStatus> BEGINNINGS =
      List.of(SessionStatus.QUEUED, SessionStatus.RINGING, SessionStatus.ACTIVE);

  static StateDiagram ofTheLibrary() {
    return new StateDiagram(Transitions::allows);
  }

  String mermaid() {
    StringBuilder diagram = new StringBuilder("stateDiagram-v2\n  state live {\n");
    BEGINNINGS.forEach(status -> arrow(diagram, "    ", "[*]", status.wire()));
    for (SessionStatus from : live()) {
      for (SessionStatus to : SessionStatus.all()) {
        if (allows.test(from, to) && !(to.isTerminal() && isReachedFromAll(to))) {
          arrow(diagram, "    ", from.wire(), to.wire());
        }
      }
    }
    diagram.append("  }\n");
    for (SessionStatus end : SessionStatus.all()) {
      if (end.isTerminal() && isReachedFromAll(end)) {
        arrow(diagram, "  ", "live", end.wire());
      } else if (end.isTerminal()) {
        SessionStatus.all().stream()
            .filter(to -> allows.test(end, to))
            .forEach(to -> arrow(diagram, "  ", end.wire(), to.wire()));
      }
    }
    return diagram.toString();
  }

  private boolean isReachedFromAll(SessionStatus end) {
    return live().stream().allMatch(from -> allows.test(from, end))
        && SessionStatus.all().stream().noneMatch(to -> allows.test(end, to));
  }

  private static List<SessionStatus> live() {
    return SessionStatus.all().stream().filter(SessionStatus::isLive).toList();
  }

  private static void arrow(StringBuilder diagram, String indent, String from, String to) {
    diagram.append(indent).append(from).append(" --> ").append(to).append('\n');
  }
}
