package dev.sessionlifecycle.assertj;

import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.finalize.internal.Validator;
import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.host.SessionStory;
import dev.sessionlifecycle.testkit.host.TestStore;

/** Where assertions about sessions begin: to be imported statically. */
public final class SessionAssertions {
  private SessionAssertions() {}

  /**
   * Begins with a session as the lifecycle has it now, and not as it was read: all assertions that
   * follow are about one reading.
   *
   * @param session which session; only its ids count
   */
  public static SessionAssert assertThat(SessionLifecycle lifecycle, Session session) {
    Validator.require("lifecycle", lifecycle);
    Validator.require("session", session);
    return new SessionAssert(SessionStory.of(lifecycle, session.organizationId(), session.id()));
  }

  /** Begins with a session as its story says. */
  public static SessionAssert assertThat(SessionStory story) {
    return new SessionAssert(Validator.require("story", story));
  }

  /** Begins with everything that a store keeps. */
  public static StoreAssert assertThat(TestStore store) {
    return new StoreAssert(Validator.require("store", store));
  }
}
