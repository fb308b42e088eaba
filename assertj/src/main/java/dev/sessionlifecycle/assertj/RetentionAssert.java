package dev.sessionlifecycle.assertj;

import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.retention.Hold;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.host.SessionStory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Assertions about how long a session is kept. */
public final class RetentionAssert extends StoryAssert<RetentionAssert> {

  RetentionAssert(SessionStory story) {
    super(story, RetentionAssert.class);
  }

  /** It has ended, and no policy ever deletes it. */
  public RetentionAssert isKeptForEver() {
    return check(ended().retentionExpiresAt() == null, "the session to be kept for ever");
  }

  /** Retention may delete it from this instant on, unless something keeps it. */
  public RetentionAssert isKeptUntil(Instant at) {
    Validator.require("at", at);
    return checkEqual("the retention date", ended().retentionExpiresAt(), at);
  }

  /**
   * It is kept for so long after it ended, by the store's clock: the same on every store, however
   * much time passed.
   */
  public RetentionAssert isKeptFor(Duration time) {
    Validator.require("time", time);
    Session session = ended();
    Instant until = session.retentionExpiresAt();
    return checkEqual(
        "the time it is kept after its end",
        until == null ? null : Duration.between(session.statusSince(), until),
        time);
  }

  /** A hold in force that this person or system has placed covers it. */
  public RetentionAssert isHeldBy(String placedBy) {
    Validator.require("placed_by", placedBy);
    List<String> all = actual.holds().stream().map(Hold::placedBy).toList();
    return check(
        all.contains(placedBy), "the session to be held by " + placedBy + ", but it is by " + all);
  }

  /** No hold covers it. */
  public RetentionAssert isNotHeld() {
    return check(actual.holds().isEmpty(), "the session not to be held");
  }

  private Session ended() {
    Session session = session();
    if (!session.isEnded()) {
      throw fails("the session to have ended");
    }
    return session;
  }
}
