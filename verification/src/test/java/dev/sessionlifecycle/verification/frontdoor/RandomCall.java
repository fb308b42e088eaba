package dev.sessionlifecycle.verification.frontdoor;

import java.time.Duration;

/**
 * One call of the front door, told in numbers of a {@link CallIds}: the same on every store, and
 * still something when those before it are left out.
 *
 * @param kind which one, see {@link RandomCalls#kinds()}
 * @param organization the organization that it is made for; below 0 for none
 * @param pause how far the clock is moved before it
 * @param back how far the clock is set back while it is answered
 * @param drawn what it is called with
 * @param ask makes it
 */
record RandomCall(
    String kind, int organization, Duration pause, Duration back, String drawn, Ask ask) {

  /** Makes the call, and answers what it was answered. */
  interface Ask {
    Object of(LifecycleUnderTest front);
  }

  @Override
  public String toString() {
    return kind
        + drawn
        + (pause.isZero() ? "" : " after " + pause)
        + (back.isZero() ? "" : " by a clock " + back + " behind");
  }
}
