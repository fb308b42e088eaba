/**
 * Assertions about sessions, for AssertJ. One that fails shows the whole story of the session: its
 * history, its chain, and how long it is kept. {@link
 * dev.sessionlifecycle.assertj.SessionAssertions} is where to begin.
 */
@NullMarked
package dev.sessionlifecycle.assertj;

import org.jspecify.annotations.NullMarked;
