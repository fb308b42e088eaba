/** Runs the testkit's suites on every store of the project. */
@NullMarked
package dev.sessionlifecycle.verification.conformance;

import org.jspecify.annotations.NullMarked;
