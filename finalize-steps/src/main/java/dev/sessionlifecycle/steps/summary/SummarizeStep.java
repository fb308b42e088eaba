package dev.sessionlifecycle.steps.summary;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.internal.Texts;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.steps.pii.Scrubber;
import org.jspecify.annotations.Nullable;

/**
 * Summarizes a session and stores the summary.
 *
 * <p>The summary is scrubbed before it is stored, and cut at a word to the store's limit of 16 KiB.
 * A refusal parks the step unless there is a fallback.
 *
 * <p>Of a transcript of more than a million characters, the summarizer gets the beginning and the
 * end, half of that each.
 */
public final class SummarizeStep implements FinalizeStep {

  /** The name under which the step is stored in chains. */
  public static final String NAME = "summarize";

  private static final int MAX_BYTES = 16 * 1024;

  private final Summarizer summarizer;
  private final @Nullable Summarizer fallback;
  private final Scrubber scrubber;

  private SummarizeStep(Summarizer summarizer, @Nullable Summarizer fallback, Scrubber scrubber) {
    this.summarizer = Validator.require("summarizer", summarizer);
    this.fallback = fallback;
    this.scrubber = Validator.require("scrubber", scrubber);
  }

  /** Returns a step that summarizes offline, by selecting sentences of the conversation. */
  public static SummarizeStep extractive() {
    return with(ExtractiveSummarizer.standard());
  }

  /** Returns a step that uses this summarizer. */
  public static SummarizeStep with(Summarizer summarizer) {
    return new SummarizeStep(summarizer, null, Scrubber.standard());
  }

  /** Returns a copy that uses the other summarizer if this one refuses. */
  public SummarizeStep orElse(Summarizer other) {
    return new SummarizeStep(summarizer, Validator.require("other", other), scrubber);
  }

  /** Returns a copy that scrubs summaries with this scrubber. */
  public SummarizeStep scrubbedBy(Scrubber with) {
    return new SummarizeStep(summarizer, fallback, with);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StepOutcome execute(StepContext context) throws Exception {
    Transcript excerpt = TranscriptExcerpt.of(context);
    String answer;
    try {
      answer = summarizer.summarize(request(context, excerpt));
    } catch (SummaryRefusedException e) {
      if (fallback == null) {
        return StepOutcome.rejected("refused");
      }
      answer = fallback.summarize(request(context, excerpt));
    }
    if (answer.isBlank()) {
      return StepOutcome.skipped("nothing-to-say");
    }
    String scope = context.session().id().toString();
    String summary = SummaryText.cutBytes(Texts.withoutUnstorable(answer).strip(), MAX_BYTES);
    String scrubbed = SummaryLines.of(summary).scrubbedBy(scrubber.begin(scope));
    return StepOutcome.done(
        Effects.builder().summary(SummaryText.cutBytes(scrubbed, MAX_BYTES)).build());
  }

  /** With the time that is left now: a refusal may have taken some of it. */
  private static SummaryRequest request(StepContext context, Transcript excerpt) {
    return new SummaryRequest(context.session(), excerpt, context.timeLeft());
  }

  @Override
  public String toString() {
    return "SummarizeStep";
  }
}
