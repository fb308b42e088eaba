package dev.sessionlifecycle.examples.quickstart;

import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;

/** Which colour stands for what. */
final class Looks {
  private Looks() {}

  static Table.Cell of(SessionStatus status) {
    return new Table.Cell(
        status.wire(),
        switch (status) {
          case CLOSED -> Style.GREEN;
          case EXPIRED -> Style.YELLOW;
          case ERROR -> Style.RED;
          case SUPERSEDED -> Style.MAGENTA;
          default -> Style.CYAN;
        });
  }

  static Table.Cell of(OutcomeCategory outcome) {
    return new Table.Cell(
        outcome.wire(),
        switch (outcome) {
          case RESOLVED -> Style.GREEN;
          case ESCALATED -> Style.CYAN;
          case UNRESOLVED, ABANDONED, UNREACHED -> Style.YELLOW;
          case FAILED -> Style.RED;
          case DISPLACED -> Style.MAGENTA;
          case UNKNOWN -> Style.DIM;
        });
  }

  static Table.Cell dim(Object value) {
    return new Table.Cell(String.valueOf(value), Style.DIM);
  }
}
