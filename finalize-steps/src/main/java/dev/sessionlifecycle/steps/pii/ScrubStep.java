package dev.sessionlifecycle.steps.pii;

import dev.sessionlifecycle.finalize.Effects;
import dev.sessionlifecycle.finalize.FinalizeStep;
import dev.sessionlifecycle.finalize.StepContext;
import dev.sessionlifecycle.finalize.StepOutcome;
import dev.sessionlifecycle.finalize.TextScrubber;
import dev.sessionlifecycle.finalize.internal.Callbacks;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.model.ClosedSession;
import dev.sessionlifecycle.model.Transcript;
import dev.sessionlifecycle.steps.pii.detect.PiiType;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrubs a session: messages, subject, metadata, context variables, summary, the reason as
 * reported, the external id, the names in {@code triggeredBy}, and the note of the disposition if
 * there is one already. Put it first in the chain, so that no later step sees what it replaces.
 *
 * <p>As a {@link TextScrubber} it also scrubs input that arrives too late for the step.
 *
 * <p>If labels would make a text longer than the store allows, a single star replaces each value in
 * that text. The number of replacements by type is logged (SLF4J, debug); the replaced values are
 * never kept.
 */
public final class ScrubStep implements FinalizeStep, TextScrubber {

  /** The name under which the step is stored in chains. */
  public static final String NAME = "scrub";

  private static final Logger LOG = LoggerFactory.getLogger("dev.sessionlifecycle.steps");

  private final Scrubber scrubber;
  private final ScrubListener listener;

  private ScrubStep(Scrubber scrubber, ScrubListener listener) {
    this.scrubber = Validator.require("scrubber", scrubber);
    this.listener = Validator.require("listener", listener);
  }

  /** Returns a step that scrubs with every built-in detector and replaces with type labels. */
  public static ScrubStep standard() {
    return with(Scrubber.standard());
  }

  /** Returns a step that scrubs with this scrubber. */
  public static ScrubStep with(Scrubber scrubber) {
    return new ScrubStep(scrubber, (organization, session, counts) -> {});
  }

  /** Returns a copy with this listener instead of the previous one. */
  public ScrubStep listening(ScrubListener to) {
    return new ScrubStep(scrubber, to);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StepOutcome execute(StepContext context) {
    ClosedSession session = context.session();
    ScopedScrubber scrubbing = scrubber.begin(session.id().toString());
    FittingScrub fitting = new FittingScrub(scrubbing);
    TranscriptScrub transcript = new TranscriptScrub(fitting);
    for (Transcript page : context.transcriptPages()) {
      if (!transcript.scrub(page.messages(), context)) {
        return StepOutcome.retryLater(Duration.ZERO, "cancelled");
      }
    }
    ScopedScrubber described = scrubbing.sibling();
    int known = fitting.knownValues();
    Effects.Builder effects = describe(session, new FittingScrub(described));
    if (fitting.knownValues() > known) { // what one of the texts gives away may stand in another
      described = scrubbing.sibling();
      effects = describe(session, new FittingScrub(described));
    }
    if (fitting.knownValues() > 0 && !transcript.again(context)) {
      return StepOutcome.retryLater(Duration.ZERO, "cancelled");
    }
    transcript.replacements().forEach(effects::replaceMessage);
    Map<PiiType, Integer> all = new TreeMap<>(scrubbing.counts());
    described.counts().forEach((type, count) -> all.merge(type, count, Integer::sum));
    Map<PiiType, Integer> counts = Collections.unmodifiableMap(all);
    LOG.debug("scrubbed: {}", counts);
    Throwable e =
        Callbacks.run(() -> listener.scrubbed(session.organizationId(), session.id(), counts));
    if (e != null) { // the text is scrubbed all the same
      LOG.warn("the scrub listener threw {}", e.getClass().getName());
    }
    return StepOutcome.done(effects.build());
  }

  @Override
  public String scrub(String text) {
    return scrubber.scrub(text).text();
  }

  private static void rename(ClosedSession session, FittingScrub fitting, Effects.Builder effects) {
    String source = session.externalSource();
    String id = session.externalId();
    if (source != null && id != null) {
      String newSource = fitting.codePoints(source, ScrubLimits.EXTERNAL_CODE_POINTS);
      String newId = fitting.codePoints(id, ScrubLimits.EXTERNAL_CODE_POINTS);
      if (!newSource.equals(source) || !newId.equals(id)) {
        effects.externalRef(newSource, newId);
      }
    }
    for (String name : session.triggeredBy()) {
      String text = fitting.codePoints(name, ScrubLimits.TRIGGERED_BY_CODE_POINTS);
      if (!text.equals(name)) {
        effects.replaceTriggeredBy(name, text);
      }
    }
  }

  private static Effects.Builder describe(ClosedSession session, FittingScrub fitting) {
    Effects.Builder effects = Effects.builder();
    rename(session, fitting, effects);
    String subject = session.subject();
    if (subject != null) {
      String text = fitting.codePoints(subject, ScrubLimits.SUBJECT_CODE_POINTS);
      if (!text.equals(subject)) {
        effects.subject(text);
      }
    }
    String reported = session.reportedReason();
    if (reported != null) {
      String text = fitting.codePoints(reported, ScrubLimits.REPORTED_CODE_POINTS);
      if (!text.equals(reported)) {
        effects.reportedReason(text);
      }
    }
    String note = session.dispositionNote();
    if (note != null) {
      String text = fitting.codePoints(note, ScrubLimits.DISPOSITION_NOTE_CODE_POINTS);
      if (!text.equals(note)) {
        effects.dispositionNote(text);
      }
    }
    String summary = session.summary();
    if (summary != null) {
      String text = fitting.bytes(summary, ScrubLimits.SUMMARY_BYTES);
      if (!text.equals(summary)) {
        effects.summary(text);
      }
    }
    Map<String, Object> metadata = fitting.map(session.metadata());
    if (!metadata.equals(session.metadata())) {
      effects.metadata(metadata);
    }
    Map<String, Object> variables = fitting.map(session.contextVariables());
    if (!variables.equals(session.contextVariables())) {
      effects.contextVariables(variables);
    }
    return effects;
  }

  @Override
  public String toString() {
    return "ScrubStep";
  }
}
