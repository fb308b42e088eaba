package dev.sessionlifecycle.finalize;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;

/**
 * What a step is given for one session. It is valid while the step executes, and for one thread.
 *
 * <p>The session and its transcript are read from the store when they are first asked for, and show
 * what the steps before this one have written.
 */
public interface StepContext {

  /**
   * The session. Read from the store at the first call.
   *
   * @throws IllegalStateException once the step has returned, or was given up: it hung past its
   *     timeout, or past the stop of the engine
   */
  ClosedSession session();

  /**
   * Every message of the session. Read from the store at the first call.
   *
   * @throws IllegalStateException as {@link #session} does
   */
  Transcript transcript();

  /** The name of the step that is executing. */
  String stepName();

  /** Which attempt this is, counted from 1. An attempt that died with its process counts. */
  int attempt();

  /**
   * A key for calls to other systems: the same for every attempt of this step on this session, and
   * different for any other step or session. At most 200 printable ASCII characters.
   */
  String idempotencyKey();

  /** How long the step may go on before its timeout; never negative. */
  Duration timeLeft();

  /**
   * Whether the work has become pointless: the timeout passed, the lease was lost, or the engine is
   * stopping. A long step looks now and then; what it answers afterwards is refused.
   */
  boolean isCancelled();
}
