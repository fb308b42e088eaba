/** Conformance suites that every store must pass. */
@NullMarked
package dev.sessionlifecycle.testkit.conformance;

import org.jspecify.annotations.NullMarked;
