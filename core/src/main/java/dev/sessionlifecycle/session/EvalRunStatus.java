package dev.sessionlifecycle.session;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The status of an eval run.
 *
 * <p>The values follow Feather's "List eval runs" and "Close a v2 conversation" operations; the
 * latter uses {@code queued} for {@code pending}.
 */
public enum EvalRunStatus {
  /** Waits to be run; {@code queued} is another spelling of it. */
  PENDING,
  /** Is being run. */
  RUNNING,
  /** Has been run; its scores show whether it succeeded. */
  COMPLETED,
  /** Has been run, and has failed. */
  FAILED,
  /** Could not be run to its end. */
  ERRORED;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire and in the store. */
  public String wire() {
    return wire;
  }

  /** Whether it is over: what is over does not begin again. */
  public boolean isOver() {
    return this != PENDING && this != RUNNING;
  }

  /** The constant with this wire value, or the one that {@code queued} spells, if there is one. */
  public static Optional<EvalRunStatus> fromWire(@Nullable String wire) {
    if ("queued".equals(wire)) {
      return Optional.of(PENDING);
    }
    for (EvalRunStatus constant : values()) {
      if (constant.wire.equals(wire)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
