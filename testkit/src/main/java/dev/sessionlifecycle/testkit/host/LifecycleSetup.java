package dev.sessionlifecycle.testkit.host;

import dev.sessionlifecycle.SessionLifecycleBuilder;

/**
 * What the lifecycles of tests are made of: the chain, the retention, the time limits. Let it call
 * the code with which the application sets its own builder up, so that what is tested is what runs.
 */
@FunctionalInterface
public interface LifecycleSetup {

  /**
   * Sets the builder up. Called once for each test. Whatever clock it sets is replaced by that of
   * the test.
   */
  void apply(SessionLifecycleBuilder builder);

  /** Leaves everything as it is by default: no chain, and sessions are kept for ever. */
  final class Defaults implements LifecycleSetup {
    /** For the extension. */
    public Defaults() {}

    @Override
    public void apply(SessionLifecycleBuilder builder) {}
  }
}
