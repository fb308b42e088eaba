package dev.sessionlifecycle.steps.memory;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.steps.pii.Scrubber;
import java.time.Duration;

/**
 * Sends the memory of a session to a {@link MemorySink} and marks the session as synced once the
 * sink has acknowledged it.
 *
 * <p>Only scrubbed content is sent: although the chain scrubs first, this step scrubs everything
 * again, so that a misconfigured chain leaks nothing.
 */
public final class MemorySyncStep implements FinalizeStep {

  /** The name under which the step is stored in chains. */
  public static final String NAME = "sync-memory";

  private final MemorySink sink;
  private final Scrubber scrubber;
  private final boolean transcript;

  private MemorySyncStep(MemorySink sink, Scrubber scrubber, boolean transcript) {
    this.sink = Validator.require("sink", sink);
    this.scrubber = Validator.require("scrubber", scrubber);
    this.transcript = transcript;
  }

  /**
   * Returns a step that sends facts, subject, summary and metadata to this sink, without the
   * conversation.
   */
  public static MemorySyncStep to(MemorySink sink) {
    return new MemorySyncStep(sink, Scrubber.standard(), false);
  }

  /** Returns a copy that also sends the conversation. */
  public MemorySyncStep withTranscript() {
    return new MemorySyncStep(sink, scrubber, true);
  }

  /** Returns a copy that scrubs with this scrubber. */
  public MemorySyncStep scrubbedBy(Scrubber with) {
    return new MemorySyncStep(sink, with, transcript);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StepOutcome execute(StepContext context) throws Exception {
    SyncResult result = sink.put(MemoryRecords.of(context, scrubber, transcript));
    if (result instanceof SyncResult.TryLater later) {
      Duration longest = StepOutcome.RetryLater.MAX_DELAY;
      Duration delay = later.delay().compareTo(longest) > 0 ? longest : later.delay();
      return StepOutcome.retryLater(delay, "sink-busy");
    }
    if (result instanceof SyncResult.Refused refused) {
      return StepOutcome.rejected(refused.why());
    }
    return StepOutcome.done(Effects.builder().memorySynced().build());
  }

  @Override
  public String toString() {
    return "MemorySyncStep";
  }
}
