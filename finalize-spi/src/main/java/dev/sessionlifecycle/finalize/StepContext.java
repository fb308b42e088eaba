package dev.sessionlifecycle.finalize;

import dev.sessionlifecycle.errors.TranscriptTooLargeException;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.PurgedSession;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
   *     timeout, or past the stop of the engine; and for a delivery on a purge
   */
  ClosedSession session();

  /**
   * Every message of the session, for transcripts that are small enough to be held at once. Read
   * from the store at the first call.
   *
   * @throws TranscriptTooLargeException for a transcript of more bytes than a step is given whole,
   *     by default 8 MiB. A step that does not catch it is parked; see {@link #transcriptPages}
   * @throws IllegalStateException as {@link #session} does
   */
  Transcript transcript();

  /**
   * The messages of the session in the order in which they were stored, in pages that are each in
   * the order of {@link Transcript}, and of at most a few MiB, so that a transcript of any size can
   * be processed. Each page is read from the store when the iteration comes to it, and again in
   * every iteration; none is kept.
   *
   * @throws IllegalStateException in the iteration, as {@link #session} does
   */
  default Iterable<Transcript> transcriptPages() {
    return List.of(transcript());
  }

  /**
   * Replaces texts of messages at once, ahead of the effects in the outcome, so that a step need
   * not hold the replacements of a long transcript. They stay even if the attempt fails, and an
   * attempt that was given up may still be writing: a step that uses this must come to the same
   * texts each time.
   *
   * @param texts the new texts by message id; ids of messages that do not exist are ignored
   * @throws dev.sessionlifecycle.errors.InvalidInputException for a text that exceeds the limits of
   *     {@link Effects}
   * @throws IllegalStateException as {@link #session} does, and where the lease was lost
   */
  default void replaceMessages(Map<UUID, String> texts) {
    throw new UnsupportedOperationException("this context writes nothing ahead of the outcome");
  }

  /** The name of the step that is executing. */
  String stepName();

  /** Which attempt this is, counted from 1. An attempt that died with its process counts. */
  int attempt();

  /**
   * A key for calls to other systems: the same for every attempt of this step on this session, and
   * different for any other step or session. A delivery on enrichment has another key for each
   * {@link #enrichments number of enrichments}. At most 200 printable ASCII characters.
   */
  String idempotencyKey();

  /**
   * For a delivery on enrichment, how many enrichments of the session it is made for: the session
   * has been enriched, corrected or given a disposition at least so often. Greater each time that
   * the delivery is made due. 0 for every other step.
   */
  default int enrichments() {
    return 0;
  }

  /** For a delivery on a purge, the session that was deleted; empty for every other step. */
  default Optional<PurgedSession> purged() {
    return Optional.empty();
  }

  /**
   * The trace context in which the session ended, as the W3C header {@code traceparent} has it, if
   * the host named one: for a link from the work of this step to the call that ended the session.
   */
  default Optional<String> traceParent() {
    return Optional.empty();
  }

  /** The time left until the step times out; never negative. */
  Duration timeLeft();

  /**
   * Whether the work has become pointless: the timeout passed, the lease was lost, or the engine is
   * stopping. A long step should check it now and then; a result returned afterwards is discarded.
   */
  boolean isCancelled();
}
