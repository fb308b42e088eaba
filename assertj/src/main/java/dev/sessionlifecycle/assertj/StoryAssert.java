package dev.sessionlifecycle.assertj;

import dev.sessionlifecycle.session.Session;
import dev.sessionlifecycle.testkit.host.SessionStory;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** An assertion about a session that shows the story of the session where it fails. */
abstract class StoryAssert<A extends StoryAssert<A>> extends AbstractAssert<A, SessionStory> {

  StoryAssert(SessionStory story, Class<A> type) {
    super(story, type);
  }

  /** Fails unless this is so. */
  A check(boolean isSo, String expected) {
    if (!isSo) {
      throw fails(expected);
    }
    return myself;
  }

  /** Fails unless the values are equal. */
  A checkEqual(String what, @Nullable Object value, Object expected) {
    if (!expected.equals(value)) {
      throw fails(what + " to be " + expected + ", but it is " + value);
    }
    return myself;
  }

  /** The failure that this was expected. */
  AssertionError fails(String expected) {
    return failure("%nExpected %s.%n%s", expected, actual);
  }

  /** Returns the session, which has to be there. */
  Session session() {
    Session session = actual.session();
    if (session == null) {
      throw fails("the session to exist");
    }
    return session;
  }
}
