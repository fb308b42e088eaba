package dev.sessionlifecycle.assertj;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.finalizer.SessionChain;
import dev.sessionlifecycle.model.OutcomeCategory;
import dev.sessionlifecycle.model.SessionStatus;
import dev.sessionlifecycle.model.TerminationReason;
import dev.sessionlifecycle.testkit.host.SessionStory;

/** Assertions about a session. */
public final class SessionAssert extends StoryAssert<SessionAssert> {

  SessionAssert(SessionStory story) {
    super(story, SessionAssert.class);
  }

  /** There is no such session: it was never opened, or has been purged or erased. */
  public SessionAssert isGone() {
    return check(actual.session() == null, "the session to be gone");
  }

  /** It has not ended. */
  public SessionAssert isLive() {
    return check(session().status().isLive(), "the session to be live");
  }

  /** It has ended, whatever the status. */
  public SessionAssert hasEnded() {
    return check(session().isEnded(), "the session to have ended");
  }

  /** It has this status. */
  public SessionAssert hasStatus(SessionStatus status) {
    Validator.require("status", status);
    return checkEqual("the status", session().status(), status);
  }

  /** Its status is {@code closed}. */
  public SessionAssert isClosed() {
    return hasStatus(SessionStatus.CLOSED);
  }

  /** Its status is {@code expired}. */
  public SessionAssert isExpired() {
    return hasStatus(SessionStatus.EXPIRED);
  }

  /** Its status is {@code error}. */
  public SessionAssert hasFailed() {
    return hasStatus(SessionStatus.ERROR);
  }

  /** Its status is {@code superseded}. */
  public SessionAssert isSuperseded() {
    return hasStatus(SessionStatus.SUPERSEDED);
  }

  /** It has ended for this reason. */
  public SessionAssert endedBecause(TerminationReason reason) {
    Validator.require("reason", reason);
    return checkEqual("the termination reason", session().reason(), reason);
  }

  /** It has ended with this outcome. */
  public SessionAssert hasOutcome(OutcomeCategory outcome) {
    Validator.require("outcome", outcome);
    return checkEqual("the outcome", session().outcome(), outcome);
  }

  /** It has this many messages. */
  public SessionAssert hasMessages(int count) {
    return checkEqual("the number of messages", session().messageCount(), count);
  }

  /** Its chain has finished. */
  public SessionAssert isFinalized() {
    return check(session().finalizedAt() != null, "the chain to have finished");
  }

  /** Its texts and identities were removed. */
  public SessionAssert isAnonymized() {
    return check(session().anonymized(), "the session to be anonymized");
  }

  /** It has had these statuses, one after another: see {@link HistoryAssert#hasPath}. */
  public SessionAssert hasPath(SessionStatus... statuses) {
    Validator.requireElements("statuses", statuses);
    history().hasPath(statuses);
    return myself;
  }

  /** These steps of its chain are done, and no others: see {@link ChainAssert#ranSteps}. */
  public SessionAssert ranSteps(String... names) {
    Validator.requireElements("names", names);
    chain().ranSteps(names);
    return myself;
  }

  /** Goes on with its history. */
  public HistoryAssert history() {
    session();
    return new HistoryAssert(actual);
  }

  /** Goes on with its chain, which it has once it has ended. */
  public ChainAssert chain() {
    SessionChain chain = hasEnded().actual.chain();
    if (chain == null) {
      throw fails("the session to have a chain");
    }
    return new ChainAssert(actual, chain);
  }

  /** Goes on with how long it is kept. */
  public RetentionAssert retention() {
    session();
    return new RetentionAssert(actual);
  }
}
