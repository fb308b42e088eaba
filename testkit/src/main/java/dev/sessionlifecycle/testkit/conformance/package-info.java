/** Suites that a store passes, or is none. */
@NullMarked
package dev.sessionlifecycle.testkit.conformance;

import org.jspecify.annotations.NullMarked;
