package dev.sessionlifecycle.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The durable status of a session: eleven values, of which the last four are terminal.
 *
 * <p>Which status may follow which is data, see {@link Transitions}. A terminal status is
 * absorbing: nothing follows it. {@link #TRANSFERRED} is not terminal, since a failed warm transfer
 * hands the caller back.
 *
 * <p>Source of the values: Feather API, operation "Close a v2 conversation".
 */
public enum SessionStatus {
  /** Waiting to be dialled or dispatched. */
  QUEUED,
  /** Dialling, or waiting for the participant to join. */
  RINGING,
  /** The conversation is going on. */
  ACTIVE,
  /** Put on hold. */
  PAUSED,
  /** The agent has asked for a human, who has not come yet. */
  WAITING_FOR_HUMAN,
  /** Handed to another destination; may come back. */
  TRANSFERRED,
  /** An action of the agent waits for approval. */
  AWAITING_APPROVAL,
  /** Ended by a request: terminal. */
  CLOSED,
  /** Ended by a time limit: terminal. */
  EXPIRED,
  /** Ended by a failure: terminal. */
  ERROR,
  /** Ended because another session took its place: terminal. */
  SUPERSEDED,
  /**
   * Not one of the eleven: returned if the stored value is not known to this version of the library
   * (a row of a newer one, or a drifted row). Such a session can be read and never written; it is
   * neither live nor terminal.
   */
  UNRECOGNIZED;

  private static final List<SessionStatus> ALL =
      Stream.of(values()).filter(status -> status != UNRECOGNIZED).toList();
  private static final Set<SessionStatus> LIVE =
      ALL.stream().filter(SessionStatus::isLive).collect(Collectors.toUnmodifiableSet());
  private static final Map<String, SessionStatus> BY_WIRE =
      ALL.stream().collect(Collectors.toUnmodifiableMap(SessionStatus::wire, Function.identity()));

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The value on the wire and in the store, such as {@code waiting_for_human}. */
  public String wire() {
    return wire;
  }

  /** Whether the session has ended for good: closed, expired, error or superseded. */
  public boolean isTerminal() {
    return this == CLOSED || this == EXPIRED || this == ERROR || this == SUPERSEDED;
  }

  /** Whether the session is one of the seven that have not ended. */
  public boolean isLive() {
    return !isTerminal() && this != UNRECOGNIZED;
  }

  /** The eleven statuses, in their natural order; without {@link #UNRECOGNIZED}. */
  public static List<SessionStatus> all() {
    return ALL;
  }

  /** The seven statuses of a session that has not ended. */
  public static Set<SessionStatus> live() {
    return LIVE;
  }

  /**
   * Reads a stored value; never throws.
   *
   * @return the status with exactly this wire value, else {@link #UNRECOGNIZED}
   */
  public static SessionStatus fromWire(@Nullable String wire) {
    SessionStatus status = wire == null ? null : BY_WIRE.get(wire);
    return status == null ? UNRECOGNIZED : status;
  }
}
