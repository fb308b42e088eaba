package dev.sessionlifecycle.runtime;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The status of a {@link SessionRuntime}: a live signal in memory, not the status of the session in
 * the store.
 *
 * <p>Follows {@code SessionStatus} of the Feather API, page "End a v2 conversation".
 */
public enum RuntimeStatus {
  /** Waiting for a turn. */
  IDLE,
  /** A turn is running. */
  RUNNING_TURN,
  /** The end was requested; the caller should end the session. */
  END_REQUESTED,
  /** The session is being ended. */
  END_PROCESSING,
  /** The session has ended. */
  ENDED,
  /** The last turn failed; it may be retried. */
  ERROR;

  private static final Map<RuntimeStatus, Set<RuntimeStatus>> NEXT =
      Map.of(
          IDLE, Set.of(RUNNING_TURN, END_REQUESTED, END_PROCESSING),
          RUNNING_TURN, Set.of(IDLE, END_REQUESTED, ERROR),
          END_REQUESTED, Set.of(END_PROCESSING),
          END_PROCESSING, Set.of(ENDED),
          ENDED, Set.of(),
          ERROR, Set.of(RUNNING_TURN, END_REQUESTED, END_PROCESSING));

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire, such as {@code running_turn}. */
  public String wire() {
    return wire;
  }

  /** The statuses that may follow; unmodifiable. */
  public Set<RuntimeStatus> next() {
    return NEXT.getOrDefault(this, Set.of());
  }

  /** Whether that status may follow this one. */
  public boolean leadsTo(RuntimeStatus to) {
    return next().contains(to);
  }
}
