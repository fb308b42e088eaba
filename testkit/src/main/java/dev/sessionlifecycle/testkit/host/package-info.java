/**
 * For the tests of an application: a lifecycle on a store of their own, time that passes when the
 * test says so, and sessions in any state. {@link
 * dev.sessionlifecycle.testkit.host.SessionLifecycleTest} is where to begin.
 */
@NullMarked
package dev.sessionlifecycle.testkit.host;

import org.jspecify.annotations.NullMarked;
