package dev.sessionlifecycle.model;

import dev.sessionlifecycle.finalize.internal.Validator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which status may follow which: the one table that guards every move, feeds the stores'
 * statements, draws the state diagram and drives the property tests.
 *
 * <p>Forty-three moves between different statuses are legal. Staying in a status is no move, and
 * always allowed.
 */
public final class Transitions {

  /** Rows: from; columns: to, both in the order of {@link SessionStatus#all()}. */
  private static final String TABLE =
      """
      queued            = Y Y . . . . Y Y Y Y
      ringing           Y = Y . . . . Y Y Y Y
      active            . . = Y Y Y Y Y Y Y Y
      paused            . . Y = Y Y . Y Y Y Y
      waiting_for_human . . Y . = Y . Y Y Y Y
      transferred       . . Y . . = . Y Y Y Y
      awaiting_approval . . Y . . . = Y Y Y Y
      closed            . . . . . . . = . . .
      expired           . . . . . . . . = . .
      error             . . . . . . . . . = .
      superseded        . . . . . . . . . . =
      """;

  /** Bit {@code to.ordinal()} of element {@code from.ordinal()}: the move is legal. */
  private static final int[] LEGAL = parse();

  private static final List<Set<SessionStatus>> TARGETS = sets(true);
  private static final List<Set<SessionStatus>> SOURCES = sets(false);

  private Transitions() {}

  /** A legal move. */
  public record Edge(SessionStatus from, SessionStatus to) {
    /** Checks that nothing is missing. */
    public Edge {
      Validator.require("from", from);
      Validator.require("to", to);
    }
  }

  /** Whether a session may move from one status to the other; false where they are the same. */
  public static boolean allows(SessionStatus from, SessionStatus to) {
    return (LEGAL[from.ordinal()] & 1 << to.ordinal()) != 0;
  }

  /** The statuses that may follow this one; empty for a terminal one. */
  public static Set<SessionStatus> targetsOf(SessionStatus from) {
    return TARGETS.get(from.ordinal());
  }

  /** The statuses from which this one may be reached. */
  public static Set<SessionStatus> sourcesOf(SessionStatus to) {
    return SOURCES.get(to.ordinal());
  }

  /** Every legal move, by source and then by target, in the order of the statuses. */
  public static List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (SessionStatus from : SessionStatus.all()) {
      for (SessionStatus to : SessionStatus.all()) {
        if (allows(from, to)) {
          edges.add(new Edge(from, to));
        }
      }
    }
    return Collections.unmodifiableList(edges);
  }

  private static int[] parse() {
    int[] legal = new int[SessionStatus.values().length];
    for (String line : TABLE.lines().toList()) {
      String[] cells = line.split(" +", -1);
      SessionStatus from = SessionStatus.fromWire(cells[0]);
      for (int column = 1; column < cells.length; column++) {
        if (cells[column].equals("Y")) {
          legal[from.ordinal()] |= 1 << SessionStatus.all().get(column - 1).ordinal();
        }
      }
    }
    return legal;
  }

  private static List<Set<SessionStatus>> sets(boolean targets) {
    List<Set<SessionStatus>> sets = new ArrayList<>();
    for (SessionStatus one : SessionStatus.values()) {
      EnumSet<SessionStatus> others = EnumSet.noneOf(SessionStatus.class);
      for (SessionStatus other : SessionStatus.values()) {
        if (targets ? allows(one, other) : allows(other, one)) {
          others.add(other);
        }
      }
      sets.add(Collections.unmodifiableSet(others));
    }
    return Collections.unmodifiableList(sets);
  }
}
