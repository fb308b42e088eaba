/** Every store of the project proves itself by the suites of the testkit. */
@NullMarked
package dev.sessionlifecycle.verification.conformance;

import org.jspecify.annotations.NullMarked;
