package dev.sessionlifecycle.console.internal.view;

import java.util.List;

/** A chain of steps as a picture, in pixels. */
public record Graph(int width, int height, String summary, List<Node> nodes, List<String> edges) {

  /** A step. */
  public record Node(
      int x, int y, int width, int height, String name, String state, String css, String mark) {}
}
