/** Test suites that every store has to pass. */
@NullMarked
package dev.sessionlifecycle.testkit.conformance;

import org.jspecify.annotations.NullMarked;
