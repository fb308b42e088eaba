package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;
import java.util.Objects;

/**
 * What a summarizer is given.
 *
 * @param session the ended session
 * @param transcript its messages; scrubbed where the chain scrubs first
 * @param timeLeft how long the answer may take; never negative
 */
public record SummaryRequest(ClosedSession session, Transcript transcript, Duration timeLeft) {
  /** Checks that nothing is missing. */
  public SummaryRequest {
    Objects.requireNonNull(session, "session");
    Objects.requireNonNull(transcript, "transcript");
    Objects.requireNonNull(timeLeft, "timeLeft");
  }
}
