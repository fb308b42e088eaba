package dev.sessionlifecycle.console;

import dev.sessionlifecycle.console.internal.view.Graph;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Draws a chain from left to right: each step to the right of all that it waits for. */
final class ChainGraph {
  private static final int WIDTH = 176;
  private static final int HEIGHT = 52;
  private static final int GAP_X = 44;
  private static final int GAP_Y = 16;
  private static final int EDGE = 2;
  private static final int LONGEST_NAME = 20;

  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<String, Graph.Node> nodes = new HashMap<>();

  private ChainGraph() {}

  static Graph of(SessionChain chain) {
    return new ChainGraph().draw(chain.steps());
  }

  private Graph draw(List<ChainStep> steps) {
    Map<Integer, Integer> rows = new HashMap<>();
    List<Graph.Node> drawn = new ArrayList<>();
    List<String> edges = new ArrayList<>();
    for (ChainStep step : steps) {
      int column =
          step.waitsFor().stream().mapToInt(it -> columns.getOrDefault(it, -1) + 1).max().orElse(0);
      columns.put(step.name(), column);
      Graph.Node node = node(step, column, rows.merge(column, 1, Integer::sum) - 1);
      nodes.put(step.name(), node);
      drawn.add(node);
      step.waitsFor().stream()
          .map(nodes::get)
          .filter(Objects::nonNull)
          .forEach(before -> edges.add(edge(before, node)));
    }
    int widest = columns.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
    int highest = rows.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    return new Graph(
        widest * (WIDTH + GAP_X) - GAP_X + 2 * EDGE,
        highest * (HEIGHT + GAP_Y) - GAP_Y + 2 * EDGE,
        steps.stream()
            .map(it -> it.name() + " " + Formats.words(it.progress().name()))
            .collect(Collectors.joining(", ")),
        drawn,
        edges);
  }

  private static Graph.Node node(ChainStep step, int column, int row) {
    String state =
        Formats.words(step.progress().name())
            + (step.attempts() > 1 ? ", " + step.attempts() + " attempts" : "");
    return new Graph.Node(
        EDGE + column * (WIDTH + GAP_X),
        EDGE + row * (HEIGHT + GAP_Y),
        WIDTH,
        HEIGHT,
        step.name().length() > LONGEST_NAME
            ? step.name().substring(0, LONGEST_NAME - 1) + "…"
            : step.name(),
        state,
        Labels.tone(step.progress()).css() + (step.isDelivery() ? " delivery" : ""),
        step.isDelivery() ? "delivery" : "");
  }

  private static String edge(Graph.Node from, Graph.Node to) {
    int x1 = from.x() + from.width();
    int y1 = from.y() + from.height() / 2;
    int x2 = to.x();
    int y2 = to.y() + to.height() / 2;
    int half = (x1 + x2) / 2;
    return "M" + x1 + " " + y1 + "C" + half + " " + y1 + " " + half + " " + y2 + " " + x2 + " "
        + y2;
  }
}
