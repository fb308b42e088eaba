/** Depends on the package that depends on it. */
@NullMarked
package dev.sessionlifecycle.verification.gates.bad.cycle.one;

import org.jspecify.annotations.NullMarked;
