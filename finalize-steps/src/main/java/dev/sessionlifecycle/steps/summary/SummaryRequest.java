package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import java.time.Duration;

/**
 * The input of a summarizer.
 *
 * @param session the ended session
 * @param transcript its messages; scrubbed if the chain scrubs first
 * @param timeLeft the time left for the summary; never negative
 */
public record SummaryRequest(ClosedSession session, Transcript transcript, Duration timeLeft) {
  /** Rejects null values. */
  public SummaryRequest {
    Validator.require("session", session);
    Validator.require("transcript", transcript);
    Validator.require("time_left", timeLeft);
  }

  /** Names none of the content. */
  @Override
  public String toString() {
    return "SummaryRequest[session=" + session + ", transcript=" + transcript + "]";
  }
}
