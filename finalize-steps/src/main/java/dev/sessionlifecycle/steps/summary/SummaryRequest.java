package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;

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
    Validator.require("session", session);
    Validator.require("transcript", transcript);
    Validator.require("time_left", timeLeft);
  }
}
