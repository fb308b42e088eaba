package dev.sessionlifecycle.assertj;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.finalizer.SessionChain.ChainStep;
import dev.sessionlifecycle.finalizer.SessionChain.Progress;
import dev.sessionlifecycle.testkit.host.SessionStory;
import java.util.Set;
import java.util.stream.Collectors;

/** Assertions about the chain of an ended session. */
public final class ChainAssert extends StoryAssert<ChainAssert> {
  private final SessionChain chain;

  ChainAssert(SessionStory story, SessionChain chain) {
    super(story, ChainAssert.class);
    this.chain = chain;
  }

  /** Every step that is no delivery is done or skipped. */
  public ChainAssert isFinished() {
    return check(chain.finishedAt() != null, "the chain to have finished");
  }

  /** A step that is no delivery is left: it runs, waits or is parked. */
  public ChainAssert isUnfinished() {
    return check(chain.finishedAt() == null, "the chain not to have finished");
  }

  /** It waits for a later time, such as that of a retry. */
  public ChainAssert isWaiting() {
    return check(chain.dueAt() != null && !chain.isLeased(), "the chain to wait");
  }

  /** Nothing of it runs until this step is replayed or skipped. */
  public ChainAssert isParkedAt(String step) {
    Validator.require("step", step);
    check(chain.dueAt() == null, "the chain to have nothing left to run");
    return hasProgress(step, Progress.PARKED);
  }

  /** Exactly these steps are done, in any order; those that were skipped are not among them. */
  public ChainAssert ranSteps(String... names) {
    Validator.requireElements("names", names);
    return checkEqual("the steps that are done", named(Progress.DONE), Set.of(names));
  }

  /** Exactly these steps had nothing to do, or were skipped by hand; in any order. */
  public ChainAssert skippedSteps(String... names) {
    Validator.requireElements("names", names);
    return checkEqual("the steps that were skipped", named(Progress.SKIPPED), Set.of(names));
  }

  /** This is what has become of a step. */
  public ChainAssert hasProgress(String step, Progress progress) {
    Validator.require("step", step);
    Validator.require("progress", progress);
    return checkEqual("the progress of " + step, step(step).progress(), progress);
  }

  /** A step has been tried this often since it was last replayed. */
  public ChainAssert attempted(String step, int attempts) {
    Validator.require("step", step);
    return checkEqual("the attempts at " + step, step(step).attempts(), attempts);
  }

  private Set<String> named(Progress progress) {
    return chain.steps().stream()
        .filter(step -> step.progress() == progress)
        .map(ChainStep::name)
        .collect(Collectors.toSet());
  }

  private ChainStep step(String name) {
    return chain.steps().stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow(() -> fails("the chain to have a step " + name));
  }
}
