package dev.sessionlifecycle.verification.frontdoor;

import java.time.Duration;

/**
 * One call of the public API, expressed in the numbers of {@link CallIds}: the same on every store,
 * and still meaningful if earlier calls are left out.
 *
 * @param kind which call, see {@link RandomCalls#kinds()}
 * @param organization the organization on whose behalf it is made; below 0 for none
 * @param pause how far the clock is advanced before it
 * @param back how far the clock is set back during the call
 * @param drawn the arguments
 * @param ask makes the call
 */
record RandomCall(
    String kind, int organization, Duration pause, Duration back, String drawn, Invocation ask) {

  /** Makes the call and returns its result. */
  interface Invocation {
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
