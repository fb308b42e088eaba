package dev.sessionlifecycle.finalize;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;

/**
 * The input of a step for one session. Valid only while the step executes, and on one thread.
 *
 * <p>The session and its transcript are read from the store on first access, and show what earlier
 * steps have written.
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

  /** The time left until the step times out; never negative. */
  Duration timeLeft();

  /**
   * Whether the work has become pointless: the timeout passed, the lease was lost, or the engine is
   * stopping. A long step should check it now and then; a result returned afterwards is discarded.
   */
  boolean isCancelled();
}
